"""The words that generated things are named with, in both languages."""

from typing import Final

Pair = tuple[str, str]  # Chinese, English

ACTS: Final[tuple[Pair, ...]] = (
    ("首次办理", "first time"),
    ("变更", "change"),
    ("延续", "extension"),
    ("补办", "replacement"),
    ("换领", "renewal"),
    ("注销", "cancellation"),
    ("年度核验", "yearly check"),
    ("跨区迁移", "move between districts"),
    ("委托办理", "through somebody else"),
    ("更正信息", "correction"),
    ("出具证明", "certificate"),
    ("恢复", "reinstatement"),
)
FOR: Final[tuple[Pair, ...]] = (
    ("小微企业", "small companies"),
    ("个体户", "sole traders"),
    ("外地来青人员", "newcomers"),
    ("大学生", "students"),
    ("老年人", "older people"),
    ("残疾人", "disabled people"),
    ("退役军人", "veterans"),
    ("未成年人", "minors"),
    ("外籍人员", "foreign residents"),
    ("渔民", "fishermen"),
    ("农户", "farmers"),
    ("货车司机", "lorry drivers"),
    ("餐馆", "restaurants"),
    ("民宿", "guest houses"),
    ("幼儿园", "nurseries"),
    ("诊所", "surgeries"),
    ("建筑工地", "building sites"),
    ("物流企业", "hauliers"),
    ("软件企业", "software companies"),
    ("合作社", "cooperatives"),
    ("社会组织", "associations"),
    ("老旧小区", "older estates"),
    ("港口企业", "port companies"),
    ("灵活就业人员", "the self-employed"),
)
STATIONS: Final[tuple[Pair, ...]] = (
    ("和顺", "Heshun"),
    ("安泰", "Antai"),
    ("海韵", "Haiyun"),
    ("松涛", "Songtao"),
    ("福宁", "Funing"),
    ("朝阳", "Chaoyang"),
    ("金沙", "Jinsha"),
    ("碧湾", "Biwan"),
    ("仁和", "Renhe"),
    ("书香", "Shuxiang"),
    ("望海", "Wanghai"),
    ("锦绣", "Jinxiu"),
    ("明德", "Mingde"),
    ("春晖", "Chunhui"),
    ("翠岭", "Cuiling"),
    ("永乐", "Yongle"),
)
ROADS: Final[tuple[Pair, ...]] = (("示例路", "Example Road"), ("样板街", "Sample Street"), ("虚构巷", "Fiction Lane"))
