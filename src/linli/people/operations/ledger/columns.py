"""The columns of a ledger file: what they are called, what they mean, and which a file must have."""

from linli.imports.contract import Column
from linli.people import rules
from linli.places import contract as places

COLUMNS = (
    Column("compound", "小区", "系统里登记的小区名，也可写别名", ("小区名称", "院落"), needed=True, example="桂苑小区", width=16),
    Column("building", "楼栋", "楼号，例如 3；没有楼号写大家叫的名字", ("楼号", "栋", "幢"), needed=True, example="3"),
    Column("unit", "单元", "单元号；没有单元就空着", ("单元号",), example="2"),
    Column("room", "房号", "门上的号，例如 501", ("室", "户室", "门牌号", "房间号"), needed=True, example="501"),
    Column("state", "房屋状态", "从下拉里选", ("房屋使用状态",), options=tuple(places.STATE_OF_LABEL), example="自住"),
    Column("area", "建筑面积", "平方米，只写数字", ("面积",), example="71.4"),
    Column(
        "link",
        "与房屋关系",
        "从下拉里选；一个人又是产权人又住在这里，写两行",
        ("人房关系",),
        options=tuple(rules.LINK_OF_LABEL),
        example="居住",
    ),
    Column("name", "姓名", "按证件写，少数民族姓名的点写作 ·", ("居民姓名",), example="（示例，请删掉这一行）", width=22),
    Column(
        "id_type",
        "证件类型",
        "从下拉里选；空着当作居民身份证",
        ("证件种类",),
        options=tuple(rules.ID_TYPE_OF_LABEL),
        example="居民身份证",
        width=16,
    ),
    Column("id_number", "证件号码", "这一列要设成“文本”，不然后几位会丢", ("身份证号", "身份证号码", "公民身份号码", "证件号"), width=22),
    Column("sex", "性别", "男或女；有身份证号可以空着", options=("男", "女"), example="女", width=8),
    Column("birth", "出生日期", "例如 1946-05-12；有身份证号可以空着", ("出生年月日",), example="1946-05-12", width=14),
    Column("ethnicity", "民族", "例如 土家族", example="汉族", width=10),
    Column(
        "phone", "电话", "手机 11 位，或带区号的座机；两个号用顿号隔开", ("手机", "手机号", "联系电话"), example="10000001234", width=16
    ),
    Column("residence_class", "居住类别", "从下拉里选", ("人户情况",), options=tuple(rules.RESIDENCE_CLASS_OF_LABEL)),
    Column("household", "户号", "户口簿上的户号", ("户口簿号",)),
    Column("relation", "与户主关系", "从下拉里选", ("与户主的关系",), options=tuple(rules.RELATION_OF_LABEL), example="户主"),
    Column("starts_on", "起始日期", "从哪天起住或有这套房", ("入住日期",), example="1998-03-01", width=14),
    Column("checked_on", "核实日期", "最近一次核实的日子", ("采集日期", "登记日期"), example="2026-08-29", width=14),
)
BY_KEY = {column.key: column for column in COLUMNS}
