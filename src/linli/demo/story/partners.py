"""What the partners of 金竹社区 have in their hands: department, social organisation, care provider. Everybody in it is made up."""

from linli.demo.story.shape import Matter, steps

MATTERS = (
    Matter(
        "shed",
        6,
        10.3,
        "爆料",
        "顶楼那家在平台上搭了个棚子当厨房，楼下老是渗水，物业说管不了，想请管房子的部门来看一看。",
        "临溪花园 1 号楼 1 单元",
        "tan",
        path=steps(("accept", 2), ("class", 0.4, "大事"), ("dispatch", 0.3, "housing"), ("sign", 4)),
    ),
    Matter(
        "fund",
        0,
        8.2,
        "咨询",
        "5 号楼电梯换主机，维修资金怎么申请，要多少户同意？",
        "金竹苑 5 号楼 1 单元",
        "wen",
        path=steps(("accept", 0.5), ("class", 0.2, "大事"), ("dispatch", 0.2, "housing")),
    ),
    Matter(
        "walk",
        5,
        10.0,
        "求助",
        "想请人每周陪我去一趟菜市场，我一个人住，腿脚不好，路上也好说说话。",
        "金竹苑 3 号楼 1 单元",
        "deng",
        path=steps(
            ("accept", 1),
            ("class", 0.3, "小事"),
            ("dispatch", 0.2, "helpers"),
            ("sign", 2),
            ("tell", 20, "志愿者每周三上午九点到您家门口，陪您去菜市场，走慢点，不着急。"),
        ),
    ),
    Matter(
        "bath",
        3,
        9.2,
        "咨询",
        "想请人上门给我妈助浴，她八十六了，洗澡弯不下腰。怎么收费，要先评估吗？",
        "金竹苑 3 号楼 1 单元",
        "daughter",
        path=steps(("accept", 0.5), ("class", 0.2, "私事"), ("dispatch", 0.2, "care"), ("sign", 1)),
    ),
)
