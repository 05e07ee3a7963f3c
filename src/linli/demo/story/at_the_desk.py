"""Matters of 金竹社区 that stand where something waits to be decided, so that the desk shows every state. Everybody is made up."""

from linli.demo.story.shape import Matter, steps

MATTERS = (
    Matter(
        "drain",
        1,
        9.2,
        "爆料",
        "5 号楼门口的排水沟堵了，一下雨就积水，进出要踩水。",
        "临溪花园 5 号楼 2 单元",
        "mu",
        path=steps(("accept", 1), ("class", 0.3, "小事")),
    ),
    Matter(
        "cable",
        1,
        10.2,
        "爆料",
        "巷口电杆上的通信线垂下来了，车子进出要挂到。",
        "机修厂家属院 乙栋 1 单元",
        "ran",
        path=steps(
            ("accept", 0.5),
            ("class", 0.3, "大事"),
            ("dispatch", 0.3, "town"),
            ("give_back", 1, "线和杆都是通信公司的，归产权单位维护，请转给公司的片区维护站。"),
        ),
    ),
    Matter(
        "crack",
        6,
        14.0,
        "投诉",
        "楼上装修砸墙，我家客厅墙上裂了一条缝，他家说和他没关系。",
        "临溪花园 3 号楼 2 单元",
        "xiang",
        path=steps(
            ("accept", 1),
            ("class", 0.4, "私事"),
            ("dispatch", 0.3, "worker"),
            ("sign", 1),
            ("ask_suspend", 50, "两家说好请鉴定公司看裂缝，大概 8 个工作日出报告。"),
        ),
    ),
    Matter(
        "gym",
        4,
        16.0,
        "建议",
        "坝子上的健身器材少了一个踏板，建议补上。",
        "临溪花园 1 号楼 2 单元",
        "tan",
        privacy="open",
        path=steps(
            ("accept", 1),
            ("class", 0.4, "小事"),
            ("dispatch", 0.3, "property"),
            ("sign", 1),
            ("finish", 48, "踏板配到了，今天上午装好，几个老人试过，稳的。"),
        ),
    ),
    Matter(
        "old_home",
        3,
        9.5,
        "爆料",
        "老家青龙村二组晒坝边的路灯不亮了，老人晚上出门看不清。",
        "",
        "gong",
        path=steps(("transfer", 1.5, "青龙村 二组 5 号")),
    ),
)
