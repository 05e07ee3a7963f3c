"""类别目录: event classes of our own, each with the words people use, its usual class and the post that has it.

`strong` words name the thing, `weak` words go with it. A shift moves the class when its words are there.
Groups follow the seven service classes (domain/service_catalogue.md); boards those of 141 (domain §7).
"""

from dataclasses import dataclass

SERVICE_CLASSES = {
    "A": "政务服务",
    "B": "自治服务",
    "C": "养老服务",
    "D": "公益服务",
    "E": "物业服务",
    "F": "综治服务",
    "G": "便民服务",
}


@dataclass(frozen=True)
class Shift:
    """Words that move a category to another class, and why."""

    words: str
    sanshi: str
    why: str


@dataclass(frozen=True)
class Category:
    """One event class."""

    code: str
    group: str
    name: str
    sanshi: str
    service_code: str
    board: str
    handler: str
    strong: str
    weak: str
    why: str
    helper: str = ""
    mappable: bool = True
    unless: str = ""
    shifts: tuple[Shift, ...] = ()
    when: tuple[tuple[str, str], ...] = ()
    topic: str = ""

    @property
    def path(self) -> str:
        """Group and name, as the desk reads it."""
        return f"{self.group} › {self.name}"


_FACILITY, _CLEAN, _NOISE, _PARKING = "小区公共设施", "环境卫生", "噪音扰民", "停车交通"
_NEIGHBOUR, _PROPERTY, _SAFETY, _BUILDING = "邻里纠纷", "物业服务", "安全隐患", "违建占道"
_WELFARE, _PAPERS, _ELDER, _SELF = "民生保障", "证明和证件", "养老服务", "居民自治"
_MUNICIPAL, _RIGHTS, _HOME, _VILLAGE = "市政设施", "权益维护", "家庭生活", "农村事务"

_CITY_ROAD = Shift("市政|公园|那条街|马路|大街|主干道|公路|街道上|路口|人行道|高架|大桥|滨江路", "big", "地方在市政道路上，归城市管理部门")
_OWN_HOME = Shift("我家里|我家屋里|自己家|家里面|自家|我屋头|户内|入户", "private", "是一家门里的事")
_SHARED = Shift("公共|主管道|公共管|屋面|楼顶|外墙|整栋|全楼|几户|好几家|一单元|每层", "small", "是整栋楼共用的部分")

_ROWS: tuple[Category, ...] = (
    Category("light", _FACILITY, "公共照明", "small", "E1", "welfare", "community_worker",
             "灯.{0,8}(?:不亮|灭了|没亮)|黑灯瞎火|楼道灯|路灯|声控灯|感应灯|照明|走廊灯|车库灯|灯坏|灯不亮|灯泡|没灯|灯全黑|灯都不亮", "不亮|黑|坏了|闪|漆黑|看不见|摸黑",
             "公共部位照明", "property", shifts=(_CITY_ROAD, _OWN_HOME), topic="城乡建设/城市建设和市政管理",
             when=(("big", "如果灯杆在市政路上，才归城市管理部门"), ("private", "不是一家门内的灯"))),
    Category("lift", _FACILITY, "电梯", "small", "E1", "safety", "community_worker", "电梯|轿厢", "坏|停运|停用|故障|卡|抖|不动|异响|维保|年检|维修",
             "公共电梯", "property", topic="城乡建设/住房保障与房地产", unless="加装电梯|装电梯",
             when=(("big", "如果有人被困或要查特种设备，才报部门"), ("private", "不是一家的设备"))),
    Category("door", _FACILITY, "门禁和单元门", "small", "E1", "safety", "community_worker", "门禁|单元门|大门|对讲|闸机|防盗门", "坏|打不开|关不上|刷不了|锁",
             "公共门禁", "property", shifts=(_OWN_HOME,)),
    Category("pipe", _FACILITY, "水管、下水道和化粪池", "small", "E1", "welfare", "community_worker",
             "返上来|下水.{0,4}(?:堵|返|冒)|下水道|化粪池|污水|井盖|雨水管|排水|主管道|粪水|堵塞|返水|溢出|水管爆|爆管", "堵|溢|臭|漏|反水|满",
             "公共排水", "property", shifts=(_CITY_ROAD, _OWN_HOME), when=(("private", "如果堵在自家支管里，才是自家的事"), ("big", "如果是市政主管网，才归部门"))),
    Category("roof", _FACILITY, "房屋漏水、外墙", "small", "E4", "welfare", "community_worker",
             "楼顶.{0,3}(?:渗|漏)|屋顶漏|楼顶漏|顶楼漏|外墙渗|外墙脱落|墙砖脱落|屋面漏|外墙漏|墙皮脱落|保温层|外墙", "渗水|漏雨|脱落|掉|开裂|维修资金",
             "公共屋面和外墙", "property"),
    Category("play", _FACILITY, "健身器材和活动场地", "small", "B8", "welfare", "community_worker",
             "健身器材|健身设施|活动室|儿童乐园|滑梯|乒乓球台|广场|凉亭|长椅|阅览室|文化室|活动中心|座椅", "坏|生锈|开放|开门|借|预约|地砖|少",
             "公共活动设施", unless="广场舞"),
    Category("charge", _FACILITY, "充电桩和充电棚", "small", "G7", "welfare", "community_worker",
             "充电桩|充电棚|充电车棚|充电设施|充电口|充电站|充电的地方", "不够|坏|安装|少|没有|贵", "公共充电设施", "property"),
    Category("garbage", _CLEAN, "垃圾清运", "small", "E1", "welfare", "community_worker",
             "垃圾|垃圾桶|垃圾站|垃圾房|厨余|建渣|装修垃圾|废弃物|杂物|垃圾分类", "满|臭|没人清|堆|乱扔|乱倒|清运|苍蝇|撒",
             "公共环境卫生", "property", shifts=(Shift("市政|马路边|公路边|环卫|河边|街上", "big", "地方归环卫部门"),), topic="城乡建设/城市建设和市政管理"),
    Category("pests", _CLEAN, "老鼠蚊虫、狗粪", "small", "E1", "welfare", "community_worker",
             "老鼠|蟑螂|蚊子|蚊虫|白蚁|苍蝇|狗屎|狗粪|狗尿|宠物粪便|消杀", "多|臭|满地|灭", "公共环境卫生", "property"),
    Category("green", _CLEAN, "绿化树木", "small", "E1", "welfare", "community_worker",
             "树枝|大树|绿化|草坪|树木|修剪|绿化带|花坛|杂草|枯树", "挡光|遮光|太高|枯|毁绿|种菜|砍", "公共绿化", "property", shifts=(_CITY_ROAD,)),
    Category("dance", _NOISE, "广场舞和音响", "small", "F1", "safety", "community_worker",
             "广场舞|音响|高音喇叭|唱歌|坝坝舞|露天K歌|跳舞|卡拉OK|喇叭", "声音大|吵|噪音|扰民|睡不着|写作业|太响", "公共场所的活动，大家商量时间和音量",
             when=(("big", "如果商家经营用、屡劝不改，才归执法部门"), ("private", "如果只是一家人在屋里放音乐，才是邻里的事"))),
    Category("site", _NOISE, "施工噪音", "big", "F1", "safety", "town_officer",
             "工地|夜间施工|施工噪音|打桩|混凝土|塔吊|施工队|挖掘机|搅拌|通宵施工|施工", "夜里|半夜|凌晨|噪音|吵|扬尘|灰", "夜间施工要执法，归生态环境和城管部门", unless="装修",
             topic="环境保护/环境污染"),
    Category("shopnoise", _NOISE, "商家噪音油烟", "big", "F1", "safety", "town_officer",
             "油烟|烧烤|KTV|酒吧|餐馆|饭店|火锅店|烧烤摊|夜宵|烟囱|油烟机排|洗车场|加工厂|厂子", "味道大|噪音|熏|呛|扰民|排烟|排到|凌晨|吵",
             "经营场所排放要执法", topic="环境保护/环境污染"),
    Category("homenoise", _NOISE, "邻居家里吵", "private", "B5", "safety", "community_worker",
             "楼上.{0,8}(?:吵|响|脚步|跑跳|拖椅子|弹琴|练琴|打麻将|放音乐|拍球|蹦)|隔壁.{0,8}(?:吵|响|唱|弹琴|麻将|放音乐)|邻居.{0,8}(?:吵|声音|弹琴|麻将|半夜)|脚步声|练琴|弹钢琴|狗叫|装修噪音|装修.{0,8}(?:吵|噪音|声音)|拖动?(?:桌|椅)",
             "吵|睡不着|半夜|噪音|影响休息", "两家之间的事，先劝、再调解", mappable=False,
             when=(("small", "如果吵到整栋楼，大家商量定个约定，才算小事"), ("big", "如果屡劝不改、要报警处理，才归公安"))),
    Category("parking", _PARKING, "停车难、乱停车", "small", "G7", "welfare", "community_worker",
             "停车|车位|乱停|占车位|地锁|停车场|车库|停车费|停满|挡住车|堵住.{0,4}车|僵尸车|违停", "占|没地方|挡|堵|收费|涨价|不够|乱",
             "小区停车大家定规矩", "property", shifts=(_CITY_ROAD, Shift("占道|路边|路上|交警|公共道路", "big", "公共道路上的停车归交警")), unless="消防通道|生命通道|消防车道",
             topic="政法/交通管理"),
    Category("firelane", _SAFETY, "消防通道和楼道堆物", "small", "F2", "safety", "community_worker",
             "消防通道|生命通道|消防车道|楼道堆|楼道.{0,6}(?:杂物|纸箱|堆放|鞋柜)|安全通道|疏散通道|过道堆|安全出口|堵住.{0,6}通道", "停车|堵|堆|占用|锁了|封闭|杂物|纸板",
             "公共通道要畅通，社区先劝离、清理", "property",
             when=(("big", "如果屡劝不改，要消防或执法部门处罚"), ("private", "公共通道不是一家的事"))),
    Category("ebike", _SAFETY, "电动车上楼、飞线充电", "small", "F2", "safety", "community_worker",
             "飞线|电动车.{0,8}(?:上楼|进楼|楼道|推进|电梯|充电|家里充)|电瓶.{0,8}(?:上楼|家里|楼道|充电)|电瓶车.{0,6}(?:上楼|楼道|进)|私拉电线|拉线充电|乱拉电线",
             "充电|楼道|危险|着火|电线", "公共楼道的安全", "property"),
    Category("hazard", _SAFETY, "隐患", "big", "F2", "safety", "grid_worker",
             "危房|护坡|裂缝|边坡|滑坡|堡坎|挡土墙|井盖.{0,4}(?:丢|没|破|松)|没有井盖|缺井盖|燃气管.{0,6}(?:老化|生锈|裸露)|灭火器.{0,6}(?:过期|没有|坏)|消防栓.{0,6}(?:没水|坏)|电线.{0,6}(?:老化|裸露|低垂)|变压器|鱼塘.{0,6}护栏|高空抛物|煤气罐|安全隐患|有隐患",
             "危险|开裂|掉|担心|怕|隐患", "安全隐患要报上去核查", when=(("small", "如果小区自己就能修，才算小事"), ("private", "隐患不是一家的事"))),
    Category("build", _BUILDING, "违法搭建", "big", "F1", "safety", "town_officer",
             "违建|违章搭建|违法搭建|私搭|乱搭|搭建|搭棚|加盖|封阳台|阳光房|彩钢棚|打承重墙|拆承重墙|承重墙|私自挖|挖地下室|违章建筑|扩建|圈占|加层",
             "楼顶|露台|天台|挡光|没批|无证|占用", "查处违法建设是城管部门的职责", topic="城乡建设/城乡规划",
             when=(("small", "如果只是劝邻居挪走杂物，才算小事"), ("private", "牵涉规划和安全，不是两家的事"))),
    Category("stall", _BUILDING, "占道经营", "big", "F1", "safety", "town_officer",
             "占道|摆摊|游摊|摊贩|流动摊|出店经营|马路市场|占用人行道|小贩", "堵|脏|乱|叫卖|油污", "占道经营归城市管理部门", unless="占道停车|停车", topic="城乡建设/城市建设和市政管理"),
    Category("leak", _NEIGHBOUR, "楼上漏水", "private", "B5", "safety", "community_worker",
             "楼上.{0,10}(?:漏水|渗水|滴水|漏到|漏下来|漏)|漏水到(?:我|楼下)|邻居.{0,8}漏水|楼下.{0,8}漏水|卫生间.{0,8}(?:漏|渗)|天花板.{0,6}(?:漏|滴|渗)|防水",
             "赔|不修|不管|不承认|泡|霉|墙", "两家之间的事，社区帮着查、帮着调解", "property", mappable=False, shifts=(_SHARED,),
             when=(("small", "如果漏在公共管道或屋面，才算小事"), ("big", "不是政府管的事"))),
    Category("quarrel", _NEIGHBOUR, "邻居矛盾", "private", "B5", "safety", "community_worker",
             "邻居.{0,14}(?:吵架|骂|纠纷|矛盾|争|不讲理|占|挡|放|堆|摄像头|空调|养狗|养鸡|抽烟)|邻里|隔壁.{0,10}(?:占|堆|放|挡|骂|不讲理|养狗|养鸡|空调|摄像头)|楼上.{0,8}(?:晒|扔|滴|浇花|抖|丢)|楼下.{0,6}(?:抽烟|堆)|相邻|墙根|界线|地界|滴水",
             "调解|吵|骂|不听|劝|协商|评理", "两家之间的事，先劝、再调解", mappable=False,
             when=(("small", "如果好几家都受影响，大家商量，才算小事"), ("big", "如果要执法或违法了，才归部门"))),
    Category("dog", _NEIGHBOUR, "养狗、遛狗", "small", "F1", "safety", "community_worker",
             "不拴绳|没拴绳|不牵绳|遛狗|大型犬|流浪狗|流浪猫|恶犬|烈性犬|养狗|狗绳|狗.{0,4}(?:咬|吓|扑|追)", "咬|吓|绳|孩子|怕|叫", "公共地方的文明养犬，社区先劝导",
             shifts=(Shift("咬伤|咬人|咬了", "big", "狗伤人要公安处理"),)),
    Category("service", _PROPERTY, "物业服务不到位", "small", "E2", "welfare", "community_worker",
             "物业.{0,12}(?:不作为|不管|态度|推|服务|不处理|敷衍|不理|乱|差|没人|保洁|保安|换)|换物业|保安.{0,6}(?:态度|睡觉|不管|没人)|保洁.{0,6}(?:不|没|少)",
             "投诉|交了钱|物业费|敷衍|拖|失职", "物业服务先由社区督促，不改报住建部门", when=(("big", "如果物业违法违规要查处，才归住建部门"), ("private", "不是一家的事"))),
    Category("fee", _PROPERTY, "物业费和公共收益", "small", "E3", "welfare", "community_worker",
             "物业费|公共收益|公摊|广告收入|电梯费|物管费|公共收入|收益.{0,6}(?:公示|公开|账)|停车费.{0,6}(?:去哪|公示|账)|账目|公示.{0,6}(?:账|收支)",
             "涨|公示|公开|不清楚|乱收|多收|明细|查", "业主共有的钱要公开", "property"),
    Category("fund", _PROPERTY, "维修资金", "big", "E4", "welfare", "town_officer", "维修资金|维修基金|大修基金|专项维修", "怎么用|申请|动用|投票|余额", "维修资金由住建部门管，要按程序申请"),
    Category("owners", _SELF, "业委会和业主大会", "small", "B7", "party", "community_head", "业委会|业主委员会|业主大会|自管小组|成立业委会|物管会", "成立|换届|备案|不作为|选举|投票|公章", "业主自己定，社区指导"),
    Category("addlift", _SELF, "加装电梯", "small", "E7", "welfare", "community_worker",
             "加装电梯|装电梯|加电梯", "同意|反对|一楼|出钱|补贴|挡光|怎么申请", "一个单元的大事，业主先商量好，再报部门",
             when=(("big", "如果问的是审批和补贴，才归住建部门"), ("private", "牵涉一个单元，不是一家的事"))),
    Category("open", _SELF, "居务村务公开和选举", "small", "B3", "party", "community_head",
             "居务公开|村务公开|财务公开|账.{0,6}公(?:布|开|示)|村账|选举|投票|居民代表|公开栏|换届|议事会|村委会选举|集体收入|一事一议", "不公开|看不到|查|怎么|名单|账", "村居自己的事，依法公开"),
    Category("idea", _SELF, "建议和活动", "small", "B2", "party", "community_worker",
             "建议|希望|能不能|可不可以|提议|倡议|活动|组织|开办|增设|多办|志愿", "增加|开展|晚上|周末|开放|大家|老人|孩子", "大家的事大家商量"),
    Category("dibao", _WELFARE, "低保和救助", "big", "A1", "welfare", "community_worker",
             "低保|特困|五保|临时救助|困难补助|救助|大病|医疗救助|生活困难|救济|困难户|边缘户|失业金|困难家庭", "申请|怎么办|条件|停了|评|取消|标准|咨询|补",
             "社会救助由民政部门审批，社区帮着受理", mappable=False, topic="民政/社会救助",
             when=(("small", "如果只是邻里互助、微心愿，才算小事"), ("private", "不能让困难家庭自己扛"))),
    Category("disabled", _WELFARE, "残疾人服务", "big", "A5", "welfare", "community_worker", "残疾|残联|轮椅|无障碍|残疾证|护理补贴|坡道|盲道", "申请|补贴|换证|评级|坏|借", "残疾人保障由部门审批", mappable=False),
    Category("pension", _WELFARE, "社保、养老金、医保", "big", "A8", "welfare", "community_worker",
             "社保|养老金|养老保险|医保|退休金|退休|医疗保险|缴费基数|灵活就业|异地就医|报销|认证", "怎么交|查询|断了|认证|办理|报|没到账|补缴|转移",
             "社会保险是政府的事", mappable=False, topic="劳动和社会保障/城镇居民社会保险", unless="商业保险|车险|快递.{0,6}退"),
    Category("job", _WELFARE, "就业", "big", "A11", "economy", "community_worker", "找工作|就业|失业|招聘|创业|培训|下岗|公益岗|零工", "登记|介绍|补贴|岗位|贷款", "就业服务是政府的事", mappable=False),
    Category("housing", _WELFARE, "公租房、廉租房", "big", "A16", "welfare", "town_officer", "公租房|廉租房|保障房|安置房|拆迁|征收|棚改|还房|过渡费|补偿款|房产证|不动产证", "申请|排队|分配|办不下来|补偿|标准|什么时候",
             "住房保障和征收补偿归政府部门", mappable=False, topic="城乡建设/住房保障与房地产"),
    Category("school", _WELFARE, "上学和托管", "big", "G4", "welfare", "town_officer",
             "入学|学区|划片|上学|幼儿园|小学|转学|学校|老师|补课|托管班|食堂|培训机构", "报名|收费|名额|条件|要什么|退费|划到",
             "教育归教委和学校", mappable=False, unless="老年食堂|社区食堂|助餐", topic="教育文体/教育行政管理"),
    Category("health", _WELFARE, "看病和家庭医生", "big", "G5", "welfare", "community_worker", "家庭医生|社区医院|卫生院|疫苗|体检|卫生服务中心|接种|慢病|签约医生|医院", "预约|签约|打|排不上|没药|收费",
             "公共卫生归卫健部门", mappable=False, topic="卫生计生/公共卫生"),
    Category("cert", _PAPERS, "开证明、盖章", "small", "B6", "welfare", "community_worker",
             "开证明|证明|盖章|居住证明|亲属关系证明|介绍信|无犯罪|公章|在世证明|签字", "怎么开|要什么|开个|拿什么|材料|办", "社区清单里的证明，社区当天办", mappable=False, unless="残疾证|居住证(?!明)",
             when=(("big", "如果不在社区清单里，要找发证的部门"), ("private", "不是自己能解决的"))),
    Category("hukou", _PAPERS, "户口、身份证、居住证", "big", "A17", "safety", "community_worker", "户口|身份证|居住证(?!明)|落户|迁户|上户口|流动人口|暂住|户籍|结婚证|准生证|生育登记|退伍|退役|优待证", "办|补|要什么|材料|多久|换|登记|到期", "证件由公安等部门发", mappable=False, topic="政法/户籍证件"),
    Category("elder", _ELDER, "高龄津贴和养老补贴", "big", "C2", "welfare", "community_worker", "高龄津贴|(?:老人|老年|高龄|岁).{0,8}补贴|高龄补贴|老年津贴|养老补贴|敬老卡|老年卡|老年证|失能补贴|护理补贴|长寿补贴|消费券|养老券|尊老", "怎么领|没到账|换卡|申请|多少|岁", "补贴由民政部门审批", mappable=False),
    Category("meal", _ELDER, "助餐和上门服务", "small", "C5", "welfare", "community_worker",
             "老年食堂|社区食堂|助餐|送餐|助浴|上门服务|上门理发|上门护理|居家养老|适老化|日间照料|陪诊|家庭养老床位|上门", "怎么办卡|订餐|预约|价格|多少钱|奶奶|老人|申请",
             "社区组织的养老服务", "care_provider", mappable=False, when=(("private", "如果请的是市场上的服务，自己选，社区给名单"), ("big", "如果要申请补贴，才归民政部门"))),
    Category("visit", _ELDER, "独居老人照看", "small", "C10", "welfare", "grid_worker", "独居|空巢|孤寡|探访|留守老人|一个人住|没人照顾|照看|失能|卧床|痴呆|失智", "老人|关心|看看|帮忙|子女|生病", "探访关爱由社区组织", mappable=False),
    Category("kids", _WELFARE, "孩子关爱", "big", "D8", "welfare", "community_worker", "留守儿童|孩子.{0,14}没人(?:管|照)|父母.{0,4}外地|困境儿童|孤儿|没人管.{0,4}孩子|孩子没人管|辍学|未成年|事实无人抚养", "上学|照顾|父母|爷爷|外地", "未成年人保护是政府的责任", mappable=False,
             when=(("private", "孩子的保护不能当自家的事"), ("small", "如果只是想参加假期活动，才算小事"))),
    Category("road", _MUNICIPAL, "道路、路面", "big", "F2", "welfare", "town_officer", "路面|坑洼|道路|人行道|马路|斑马线|红绿灯|公交|公交站|路牌|护栏|桥|修路|断头路|地砖松|减速带|天桥|隧道", "坏|破|积水|坑|塌|裂|班次|少|没有",
             "公共道路归市政和交通部门", unless="高速", shifts=(Shift("小区里|小区内|院内|院子|小区道路", "small", "是小区里的路"),), topic="交通运输/建设管理"),
    Category("utility", _MUNICIPAL, "水电气网", "big", "G6", "welfare", "community_worker",
             "停水|停电|停气|水压|没水|没电|没气|自来水|供水|供电|电压|跳闸|天然气.{0,6}(?:开户|安装|通|报装)|燃气.{0,6}(?:开户|安装|通|安检)|宽带|网络|信号|水费|电费|气费|二次供水",
             "通知|多久|什么时候|经常|小|不稳|浑|黄|贵|多了|一倍", "水电气由专营单位供应，部门监管", topic="经济管理/能源管理",
             shifts=(Shift("我家里跳闸|家里跳闸|自家跳闸|表后|户内线路", "private", "表后的线路是自家的"),)),
    Category("pollution", _MUNICIPAL, "污染、臭气", "big", "F2", "safety", "town_officer", "污染|排.{0,3}(?:气|烟).{0,4}(?:呛|臭|味)|黑臭|排污|废水|扬尘|河水|焚烧|烧秸秆|工厂|偷排|粉尘|异味", "臭气|臭|黑|味|熏|排|烧", "环境污染归生态环境部门", topic="环境保护/环境污染"),
    Category("wage", _RIGHTS, "欠薪和劳动纠纷", "big", "F3", "safety", "town_officer",
             "拖欠.{0,6}(?:工资|薪水|工钱)|欠薪|欠.{0,4}工资|工资.{0,8}(?:不发|没发|没结|拖|欠)|工钱.{0,6}(?:不给|没给|没结)|讨薪|血汗钱|工伤|辞退|劳动合同|不签合同|加班费", "老板|工地|包工头|公司|跑了|赔偿", "劳动监察是政府的职责", mappable=False, topic="劳动和社会保障/劳动关系",
             when=(("private", "欠薪不能当自家的事"), ("small", "不是社区能处理的"))),
    Category("fraud", _RIGHTS, "诈骗和治安", "big", "F4", "safety", "community_worker", "诈骗|骗子|被骗|传销|赌博|麻将馆|偷|盗|小偷|黄赌毒|贷款电话|保健品|非法集资|群租|可疑|跟踪", "钱|转账|报警|老人|电话|陌生", "治安由公安部门管", mappable=False, topic="政法/社会治安"),
    Category("consumer", _RIGHTS, "消费纠纷", "big", "G4", "economy", "town_officer", "退款|退费|假货|过期食品|健身房|预付卡|美容院|商家|超市|缺斤少两|退卡|消费|食品安全", "不退|跑路|关门|投诉|坏|赔", "消费维权归市场监管部门", mappable=False, topic="商贸旅游/市场监管"),
    Category("law", _RIGHTS, "法律咨询", "big", "F3", "safety", "community_worker", "法律援助|律师|打官司|起诉|法律咨询|合同纠纷|遗嘱|公证", "怎么|咨询|请|帮", "法律援助由司法部门提供", mappable=False),
    Category("cadre", _RIGHTS, "反映工作人员", "big", "B3", "party", "town_officer",
             "(?:社区|居委会|村委会|村干部|网格员|书记|主任|工作人员|街道|镇政府|办事处|干部).{0,12}(?:不作为|态度|推诿|不管|不理|敷衍|乱作为|吃拿卡要|贪|收钱|优亲厚友|骂人|失职|踢皮球|不公|吼)", "投诉|举报|反映|处理",
             "反映谁，就由谁的上一级处理", mappable=False, when=(("small", "不能交回被反映的单位"), ("private", "不是私事"))),
    Category("family", _HOME, "夫妻、家庭矛盾", "private", "B5", "safety", "community_worker",
             "夫妻|两口子|离婚|婆媳|分家|遗产|家庭矛盾|感情|吵架|兄弟姐妹.{0,8}(?:不|争)|老公|老婆|媳妇|儿媳|女婿|抚养费|彩礼", "吵|闹|不和|争|劝|调解|搬", "自家的事，社区可以帮着劝、帮着调解", mappable=False,
             unless="家暴|打我", when=(("small", "如果影响到左邻右舍，才算小事"), ("big", "如果有人动手打人，马上报警，绝不算私事"))),
    Category("repair", _HOME, "家里维修、家政", "private", "G1", "welfare", "community_worker",
             "家里.{0,10}(?:坏|修|堵|漏|换)|马桶|水龙头|灯泡换|换锁|开锁|通下水|家电|空调.{0,4}(?:修|坏|清洗)|热水器|保姆|月嫂|家政|钟点工|搬家|保洁阿姨|洗衣机|冰箱|油烟机.{0,4}(?:洗|坏)|装窗|纱窗", "找人|师傅|多少钱|推荐|上门|电话",
             "市场上买得到的服务，社区给可靠的名单", mappable=False, unless="老年|老人|奶奶|爷爷|助浴", when=(("small", "如果坏的是公共部分，才算小事"), ("big", "不是政府管的事"))),
    Category("decor", _HOME, "装修登记", "private", "E5", "welfare", "property", "装修(?!垃圾|噪音)", "登记|备案|押金|怎么办|要什么|时间", "自家装修，物业登记", mappable=False, unless="吵|噪音|承重墙|声音", when=(("big", "如果动了承重结构，才归住建部门"), ("small", "如果影响整栋楼，才算小事"))),
    Category("find", _HOME, "寻物、认领", "private", "G3", "welfare", "community_worker", "丢了|捡到|失物|钱包|钥匙丢|寻猫|寻狗|小狗走丢|小猫走丢|猫走丢|狗走丢|快递丢|遗失", "找|还|认领|监控", "自己的东西，社区帮着贴启事、问一问", mappable=False),
    Category("homestead", _VILLAGE, "宅基地、土地", "big", "B9", "economy", "community_worker", "宅基地|承包地|土地流转|建房|占地|征地|地界|林地|山林|撂荒|土地", "申请|审批|补偿|纠纷|确权|翻建|分户", "土地和建房由部门审批", mappable=False, topic="国土资源/土地资源管理"),
    Category("farm", _VILLAGE, "农业补贴、水利", "big", "B10", "economy", "community_worker", "农业补贴|种粮|化肥|种子|水渠|灌溉|山坪塘|水库|抗旱|饮水|机耕道|村道|村路|猪瘟|禽流感|野猪", "补贴|修|堵|没水|硬化|多少|赔", "农业和水利由部门管", shifts=(Shift("组里|院坝|自己修|大家出|一起出", "small", "村里大家一起出工出钱的事"),), topic="农村农业/惠农补贴"),
    Category("volunteer", "公益志愿", "志愿和捐赠", "small", "D1", "party", "community_worker", "志愿者|义工|捐款|捐赠|捐衣|旧衣服|微心愿|时间银行|公益", "报名|参加|登记|证明|怎么", "公益的事大家一起做", mappable=False),
    Category("guide", "便民咨询", "问路、问电话、办事指南", "small", "G4", "welfare", "community_worker", "电话多少|几点上班|上班时间|在哪里办|怎么走|地址在哪|办公时间|联系方式|咨询", "问|周末|电话|请问", "问一问的事，社区当场答", mappable=False),
)  # fmt: skip

CATEGORIES: dict[str, Category] = {row.code: row for row in _ROWS}


def service_of(category: str) -> str:
    """The service code a category belongs to, empty for an unknown one."""
    return CATEGORIES[category].service_code if category in CATEGORIES else ""


def path_of(category: str) -> str:
    """Group and name of a category for people, empty for an unknown one."""
    return CATEGORIES[category].path if category in CATEGORIES else ""
