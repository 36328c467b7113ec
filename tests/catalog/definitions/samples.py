"""One definition of each kind with every key set, as a file would hold it."""

from typing import Any

Sample = dict[str, Any]

BASE: list[tuple[str, Sample]] = [
    ("role", {"role": "agent", "name": "帮（代）办员"}),
    ("organisation", {"organisation": "root", "name": "市", "level": "city"}),
    ("term", {"term": "public_service", "list": "class", "name": "公共服务"}),
    ("term", {"term": "social-insurance", "list": "topic", "name": "社会保险"}),
    ("law", {"law": "card-law", "name": "示例法"}),
    ("theme", {"theme": "papers", "name": "证件办理", "audience": "natural_person"}),
]

CALENDAR: Sample = {
    "calendar": "cn",
    "name": {"zh-hans": "全国", "en": "National"},
    "every_year": ["01-01", "05-01"],
    "years": {
        "2026": {
            "source": "国务院办公厅通知",
            "holidays": [
                {"from": "2026-01-01", "to": "2026-01-03", "name": "元旦"},
                {"from": "2026-04-04", "name": "清明节"},
            ],
            "workdays": ["2026-01-04"],
        }
    },
    "order": 1,
    "articles": ["15(7)"],
}
ORGANISATION: Sample = {
    "organisation": "laoshan",
    "name": {"zh-hans": "崂山区", "en": "Laoshan"},
    "short_name": "崂山",
    "level": "district",
    "parent": "root",
    "hosted_by": "root",
    "area_code": "370212",
    "order": 3,
    "articles": ["2"],
}
THEME: Sample = {"theme": "social", "name": "社会保障", "audience": "legal_person", "order": 2, "articles": ["14"]}
MATERIAL: Sample = {
    "material": "id-card",
    "name": "居民身份证",
    "source": "government",
    "note": "在有效期内",
    "order": 2,
    "articles": ["15(1)"],
}
LAW: Sample = {
    "law": "insurance-law",
    "name": {"zh-hans": "示例保险法", "en": "Example insurance law"},
    "in_force_from": "2011-07-01",
    "amended_on": "2018-12-29",
    "repealed_on": "2026-07-01",
    "replaced_by": "card-law",
    "order": 2,
    "articles": ["15(1)"],
}
CHANNEL: Sample = {
    "channel": "window",
    "name": "窗口",
    "description": "到窗口办理",
    "hours": "周一至周五",
    "address": "/points/",
    "order": 2,
    "articles": ["38"],
}
CONTACT: Sample = {
    "contact": "laoshan-service",
    "organisation": "root",
    "purpose": "complaint",
    "number": "0532-0555 0120",
    "label": "咨询",
    "hours": "工作时间",
    "checked_on": "2026-11-01",
    "order": 2,
    "articles": ["38"],
}
POINT: Sample = {
    "point": "centre",
    "organisation": "root",
    "level": "district",
    "name": {"zh-hans": "政务服务中心", "en": "Centre"},
    "address": "示例路 1 号",
    "directions": "地铁站旁",
    "window": "二楼帮办代办专区",
    "service_phone": "0532-0555 0120",
    "complaint_phone": "0532-0555 0121",
    "phones_checked_on": "2026-11-01",
    "hours": [
        {"days": "mon-fri", "from": "09:00", "to": "12:00"},
        {"days": ["mon-tue", "sat"], "from": "13:00", "to": "17:00", "service": "weekend", "by": "appointment"},
    ],
    "exceptions": [
        {"date": "2026-10-08", "from": "13:00", "to": "17:00", "note": "设备检修"},
        {"date": "2026-12-31"},
    ],
    "places": [
        {"place": "w3-12", "kind": "window", "floor": 3, "name": "专窗 12"},
        {"place": "n", "kind": "nursing_room", "floor": "B1"},
    ],
    "order": 4,
    "articles": ["8", "9"],
}
TERM: Sample = {
    "term": "by-boat",
    "list": "form",
    "name": {"zh-hans": "上船服务", "en": "On board"},
    "text": "渔船靠岸时上船办理。",
    "licence": True,
    "order": 7,
    "articles": ["25.1"],
}
ITEM: Sample = {
    "item": "social-card",
    "code": {"scheme": "gbt39554", "raw": "11370200MB2D24665744011202800001"},
    "name": "社会保障卡补领",
    "summary": "卡丢了，补一张",
    "also_called": ["补社保卡"],
    "asked_as": ["社保卡丢了", "卡坏了换一张"],
    "class": "public_service",
    "task_type": "20",
    "topic": "social-insurance",
    "audience": ["natural_person", "legal_person"],
    "themes": ["papers"],
    "offered_as": ["agency"],
    "department": "root",
    "decided_at": ["district", "town"],
    "eligibility": "参保人",
    "days": {"statutory": "10 working_days", "promised": "on_the_spot"},
    "visits": 2,
    "fee": {"charged": True, "text": "每张 20 元"},
    "phones": {"service": ["0532-05550120", "12345"], "complaint": ["0532-05550121"]},
    "handled_at": "示例路 1 号 2 号窗口",
    "link": "https://example.org/item",
    "home_visit": True,
    "checked_on": "2026-11-01",
    "excluded": {"kind": "other", "reason": "示例"},
    "materials": [
        {"material": "id-card", "copies": 0},
        {
            "material": "mandate",
            "name": "授权委托书",
            "need": "deferrable",
            "form": ["original", "electronic"],
            "source": "other",
            "note": "一式两份",
            "when": {"through_agent": True},
        },
    ],
    "steps": [
        "申请",
        {"step": "制卡", "text": "当场制卡", "takes": "10 分钟"},
        {"step": {"zh-hans": "领", "en": "Get"}},
    ],
    "basis": [{"law": "中华人民共和国社会保险法", "article": "第五十八条"}, {"law": "card-law"}],
    "questions": [{"ask": "可以代领吗？", "answer": "可以，请携带双方身份证原件。"}],
    "form": "assistance",
    "appointment": "window-30",
    "order": 5,
    "articles": ["15(1)"],
}
POST: Sample = {
    "post": "agent-1",
    "person": "示例甲",
    "username": "agent-1",
    "email": "agent-1@portal.example",
    "organisation": "root",
    "role": "agent",
    "badge": "001",
    "from": "2026-01-01",
    "to": "2027-01-01",
    "public": True,
    "articles": ["12"],
}
FULL = {
    "calendar": CALENDAR,
    "organisation": ORGANISATION,
    "term": TERM,
    "theme": THEME,
    "law": LAW,
    "material": MATERIAL,
    "channel": CHANNEL,
    "contact": CONTACT,
    "point": POINT,
    "item": ITEM,
    "post": POST,
}
