"""The matters of one month in 金竹社区 and 青龙村: who said what, where, and how far it has come.

Pure data. `days` counts back from the day of `up`; `path` is the way the matter went, step by step, each step as
(name, argument). Everybody in it is made up.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Step:
    """One thing somebody did: `after` hours (working time is not meant) after the step before."""

    do: str
    after: float
    text: str = ""


@dataclass(frozen=True)
class Matter:
    """One request of the story."""

    key: str
    days: int
    hour: float
    kind: str
    text: str
    place: str = ""
    who: str = ""
    channel: str = "app"
    privacy: str = "masked"
    path: tuple[Step, ...] = field(default=())


def _steps(*steps: tuple[str, float] | tuple[str, float, str]) -> tuple[Step, ...]:
    return tuple(Step(*step) for step in steps)


_SMALL = (("accept", 1.5), ("class", 0.2, "小事"))
_DONE = (("sign", 2), ("finish", 26, ""), ("approve", 2))

MATTERS = (
    Matter(
        "lamp",
        6,
        19.7,
        "爆料",
        "我们 3 号楼 2 单元的楼道灯坏了三天了，5 楼到 7 楼全黑。楼上有位老人晚上下楼倒垃圾，差点踩空。",
        "金竹苑 3 号楼 2 单元",
        "zhou",
        path=_steps(
            *_SMALL,
            ("dispatch", 0.3, "property"),
            ("sign", 1),
            ("finish", 24, "5 到 7 楼换了 3 盏感应灯，昨晚试过，都亮。"),
            ("approve", 1),
        ),
    ),
    Matter("lamp2", 6, 21.2, "爆料", "金竹苑 3 号楼 2 单元楼道黑得很，上下楼要打手电。", "金竹苑 3 号楼 2 单元", "chen"),
    Matter(
        "stairs",
        6,
        9.2,
        "爆料",
        "小区门口的梯坎松了一块，踩上去要翻，老人走这里要绕着走。",
        "金竹苑 1 号楼 1 单元",
        "zhou",
        path=_steps(("accept", 2), ("class", 0.5, "大事"), ("dispatch", 0.3, "town"), ("sign", 3)),
    ),
    Matter("car", 0, 8.3, "爆料", "4 号楼背后的消防通道停了两台车，消防车根本进不来。", "金竹苑 4 号楼 1 单元", "liu"),
    Matter("hair", 0, 9.0, "求助", "婆婆八十六了，下不了楼，想申请个上门理发。", "机修厂家属院 甲栋 1 单元", "deng", privacy="masked"),
    Matter("water", 0, 8.8, "咨询", "水费这个月怎么突然多了一倍，是不是表坏了，该找哪个看？", "", "he"),
    Matter("room", 1, 16.3, "建议", "建议活动室晚上也开门，上班的人白天来不了。", "临溪花园 2 号楼 1 单元", "tan", privacy="open"),
    Matter(
        "night",
        1,
        22.5,
        "投诉",
        "滨江路那边工地晚上十二点还在打桩，娃儿第二天要上学。",
        "临溪花园 5 号楼 2 单元",
        "xiang",
        channel="transfer",
    ),
    Matter(
        "bin",
        11,
        8.1,
        "爆料",
        "巷口的垃圾桶满了没人清，臭得很，苍蝇多。",
        "机修厂家属院 丙栋 1 单元",
        "ran",
        path=_steps(*_SMALL, ("dispatch", 0.4, "worker"), ("sign", 2)),
    ),
    Matter(
        "meal",
        6,
        10.0,
        "咨询",
        "老年食堂怎么办卡，要带什么？",
        "临溪花园 2 号楼 1 单元",
        "caller_meal",
        channel="window",
        path=_steps(("accept", 0.5), ("class", 0.2, "大事"), ("dispatch", 0.2, "worker"), ("sign", 0.5)),
    ),
    Matter(
        "leak",
        14,
        20.0,
        "求助",
        "楼上漏水漏到我家，天花板都泡了，上门说了两回不认账。",
        "临溪花园 5 号楼 1 单元",
        "mu",
        path=_steps(
            ("accept", 12),
            ("class", 0.5, "私事"),
            ("dispatch", 0.2, "worker"),
            ("sign", 1),
            ("finish", 50, "约了楼上楼下当面看过，是楼上阳台地漏没封好，楼上答应这周请人补，物业到场验收。"),
            ("approve", 2),
            ("not_fixed", 20, "补了还是漏，昨天下雨又滴。"),
            ("finish", 48, "重新做了闭水试验，地漏和门槛都补了，24 小时没有再滴。"),
            ("approve", 2),
        ),
    ),
    Matter(
        "dance",
        5,
        20.6,
        "投诉",
        "坝子上广场舞音响开得太大，孩子九点半睡不着。",
        "临溪花园 1 号楼 1 单元",
        "tan",
        privacy="anonymous_to_handler",
        path=_steps(("accept", 12), ("class", 1, "小事"), ("dispatch", 0.4, "worker"), ("sign", 2)),
    ),
    Matter(
        "door",
        12,
        18.0,
        "爆料",
        "1 号楼单元门禁老是坏，修了三回了。",
        "金竹苑 1 号楼 1 单元",
        "wen",
        path=_steps(
            ("accept", 14),
            ("class", 0.4, "小事"),
            ("dispatch", 0.3, "property"),
            ("sign", 2),
            ("finish", 30, "换了门禁主板，现场刷卡试了十次正常。"),
            ("approve", 2),
            ("not_fixed", 30, "晚上又打不开了，被关在外头半个小时。"),
        ),
    ),
    Matter(
        "stall",
        3,
        11.0,
        "投诉",
        "滨江路口临街铺面把桌子摆到人行道上，轮椅过不去。",
        "机修厂家属院 乙栋 1 单元",
        "ran",
        privacy="anonymous_to_handler",
        path=_steps(("accept", 3), ("class", 0.6, "大事"), ("dispatch", 0.3, "town")),
    ),
    Matter(
        "card",
        8,
        9.5,
        "办事",
        "高龄津贴的银行卡换了，要怎么改？",
        "金竹苑 3 号楼 1 单元",
        "deng",
        path=_steps(
            ("accept", 1),
            ("class", 0.3, "大事"),
            ("dispatch", 0.2, "worker"),
            ("sign", 1),
            ("material", 2, "请补一张新银行卡的正面照片，只要卡号和姓名。"),
        ),
    ),
    Matter(
        "wall",
        10,
        15.0,
        "投诉",
        "外墙渗水，墙皮掉下来差点砸到人，开发商和物业互相推。",
        "临溪花园 1 号楼 2 单元",
        "xiang",
        path=_steps(
            ("accept", 2),
            ("class", 0.5, "小事"),
            ("dispatch", 0.5, "worker"),
            ("sign", 2),
            ("suspend", 20, "等房屋质量鉴定结论，鉴定机构 5 个工作日出报告。"),
        ),
    ),
    Matter(
        "gas",
        0,
        7.9,
        "求助",
        "6 号楼 1 单元敲门没人应，屋里有煤气味，王婆婆一个人住。",
        "金竹苑 6 号楼 1 单元",
        "grid",
        channel="grid",
        path=_steps(("acknowledge", 0.05)),
    ),
    Matter(
        "quarrel",
        4,
        22.0,
        "求助",
        "两口子为了娃儿读书天天吵，吵得左邻右舍睡不着，想请社区来劝一劝。",
        "临溪花园 3 号楼 1 单元",
        "mu",
        path=_steps(
            ("accept", 11),
            ("class", 0.3, "私事"),
            ("dispatch", 0.3, "worker"),
            ("sign", 1),
            ("finish", 30, "人民调解员上门谈了一次，两人愿意每周六来社区调解室，费用不收。这是私事，愿不愿意继续由您二位定。"),
            ("approve", 1),
            ("solved", 30),
            ("rate", 1, "3"),
        ),
    ),
    Matter(
        "hit",
        3,
        23.1,
        "求助",
        "隔壁男的喝了酒在打老婆，听到砸东西，娃儿在哭。",
        "临溪花园 4 号楼 1 单元",
        "anon",
        privacy="anonymous",
        path=_steps(("acknowledge", 0.06), ("arrive", 0.3)),
    ),
    Matter(
        "proof",
        20,
        9.0,
        "办事",
        "娃儿上学要开居住证明，在社区能开吗？",
        "金竹苑 2 号楼 1 单元",
        "wen",
        path=_steps(
            ("accept", 0.5),
            ("class", 0.2, "大事"),
            ("dispatch", 0.2, "worker"),
            ("sign", 0.5),
            ("finish", 3, "可以。学校认的是“居住登记证明”，我们已经从登记里打印好，您带身份证到窗口领，不用再交复印件。"),
            ("approve", 1),
            ("solved", 20),
            ("rate", 1, "5"),
        ),
    ),
    Matter(
        "tree",
        18,
        8.0,
        "建议",
        "3 号楼前的黄葛树枝子伸到二楼窗子上了，建议修一修。",
        "金竹苑 3 号楼 1 单元",
        "liu",
        privacy="open",
        path=_steps(
            ("accept", 2),
            ("class", 0.3, "小事"),
            ("dispatch", 0.3, "property"),
            ("sign", 3),
            ("finish", 40, "园林师傅今天修了三枝，碰到窗子的都锯了，枝条已拉走。"),
            ("approve", 1),
            ("solved", 24),
            ("rate", 1, "5"),
        ),
    ),
    Matter(
        "lift",
        24,
        19.0,
        "投诉",
        "5 号楼电梯一个月坏了四回，关人一次。",
        "金竹苑 5 号楼 1 单元",
        "wen",
        path=_steps(
            ("accept", 13),
            ("class", 0.4, "小事"),
            ("dispatch", 0.3, "property"),
            ("sign", 2),
            ("finish", 60, "维保单位换了门机和控制板，检验合格，报告贴在轿厢里。"),
            ("approve", 1),
            ("not_fixed", 48, "今天又停在 7 楼。"),
            ("finish", 60, "更换了平层感应器，观察三天没有再停。"),
            ("approve", 1),
            ("not_fixed", 60, "还是停，不敢坐。"),
        ),
    ),
    Matter(
        "court",
        15,
        14.0,
        "投诉",
        "我和开发商的房款官司法院已经立案了，请社区判一下该退多少钱。",
        "临溪花园 2 号楼 2 单元",
        "he",
        path=_steps(
            (
                "refuse",
                3,
                "这件事法院已经立案，要由法院判，社区不能判。您可以打 12348 免费问法律援助，或到街道公共法律服务站，周一到周五都有律师。",
            )
        ),
    ),
    Matter("park", 16, 17.0, "投诉", "外来车乱停，业主回来没位子。", "临溪花园 3 号楼 2 单元", "xiang", path=_steps(("withdraw", 26))),
    Matter(
        "dog",
        9,
        7.5,
        "投诉",
        "有人遛狗不牵绳，在娃儿滑梯边上拉屎。",
        "金竹苑 2 号楼 2 单元",
        "chen",
        privacy="anonymous_to_handler",
        path=_steps(
            ("accept", 2),
            ("class", 0.4, "小事"),
            ("dispatch", 0.4, "worker"),
            ("sign", 2),
            ("finish", 50, "在滑梯边装了提示牌和拾便袋箱，两位养狗的邻居当面说好牵绳。"),
            ("approve", 1),
        ),
    ),
    Matter(
        "fireworks",
        7,
        12.5,
        "咨询",
        "九宫格火锅店的排烟口对着我们阳台，管不管？",
        "机修厂家属院 丁栋 1 单元",
        "ran",
        path=_steps(
            ("accept", 2),
            ("class", 0.5, "大事"),
            ("dispatch", 0.3, "town"),
            ("sign", 4),
            ("extend", 30, "要等生态环境部门检测油烟，约 5 个工作日。"),
        ),
    ),
    Matter(
        "wages",
        5,
        13.0,
        "求助",
        "装修队的老板欠我们五个人两个月工资，电话也不接了。",
        "机修厂家属院 乙栋 2 单元",
        "gong",
        path=_steps(("accept", 1), ("class", 0.3, "大事"), ("dispatch", 0.2, "town"), ("sign", 2)),
    ),
    Matter("worker", 6, 18.0, "投诉", "社区窗口的人态度差，问两句就不耐烦，让我自己上网查。", "", "he", privacy="anonymous_to_handler"),
    Matter(
        "road",
        13,
        8.5,
        "爆料",
        "三组的机耕道被雨水冲烂了一截，三轮车过不去，椪柑要烂在坡上了。",
        "青龙村 三组 7 号",
        "qin",
        path=_steps(
            ("accept", 2),
            ("class", 1, "小事"),
            ("dispatch", 0.5, "village"),
            ("sign", 4),
            ("finish", 90, "村里组织投工投劳两天，垫了碎石，三轮车能过。雨季后再硬化，已列入一事一议。"),
            ("approve", 3),
            ("solved", 24),
            ("rate", 2, "4"),
        ),
    ),
    Matter(
        "pump",
        4,
        7.0,
        "求助",
        "五组的抽水泵烧了，一湾人没得水吃。",
        "青龙村 五组 2 号",
        "tian",
        path=_steps(("accept", 1), ("class", 0.3, "小事"), ("dispatch", 0.3, "village"), ("sign", 1)),
    ),
    Matter("slope", 1, 6.8, "爆料", "一组后头的坡裂了一条口子，昨晚下雨又宽了一指。", "青龙村 一组 3 号", "qin"),
    Matter(
        "land",
        22,
        10.0,
        "办事",
        "宅基地老房子要翻修，手续从哪里办起？",
        "青龙村 二组 5 号",
        "tian",
        path=_steps(
            ("accept", 1),
            ("class", 0.4, "大事"),
            ("dispatch", 0.4, "village"),
            ("sign", 2),
            ("finish", 24, "先写申请交小组，小组开会签字，村里初审后报镇，20 个工作日内给结果。表在村便民中心，我们可以上门代办。"),
            ("approve", 2),
            ("solved", 30),
            ("rate", 1, "5"),
        ),
    ),
    Matter(
        "bus",
        19,
        9.0,
        "建议",
        "赶场天的农村客运能不能早一班，菜好赶早市。",
        "青龙村 四组 1 号",
        "qin",
        privacy="open",
        path=_steps(
            ("accept", 2),
            ("class", 0.5, "大事"),
            ("dispatch", 0.3, "town_village"),
            ("sign", 3),
            ("finish", 70, "和客运公司谈好，逢场天加开 6:10 一班，下一场起试行一个月。"),
            ("approve", 2),
            ("solved", 20),
            ("rate", 1, "4"),
        ),
    ),
)
