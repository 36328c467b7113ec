"""Rivermouth as a tired evening would leave it: a mistake of every kind, each marked in its line with ``<- code``.

The marks are taken out before the files are written. A file that cannot be read at all is marked in `UNREADABLE`.
"""

import re
import shutil
from pathlib import Path

from tests.city import RIVERMOUTH

MARK = re.compile(r"[ ]*<- (D\d{3}(?: D\d{3})*)$", re.M)
Expected = list[tuple[str, int, str]]

WRONG = {
    "site.yaml": """\
site: rivermouth
name: {en: Rivermouth Help Desk, zh-hans: 河口市帮办台}
tagline: {en: We fill in forms, zh-hans: 填表,免费}                          <- D108
languages:
  - en
  - zh-hans
  - xx                                                                     <- D233
time_zone: Europe/Londom                                                   <- D232
footer:
  links: [/contacts/, /about/, /privasy/]                                  <- D234
telephones: {region: GB, area_code: "1632"}                                <- D231
identity_documents: [{document: card, name: Card, pattern: "[0-9]{8}"}]
hotline: {label: Town hall, number: 01632 05}                              <- D303
competent_authority: rm-town-hal                                           <- D206
calender: rivermouth                                                       <- D201
demo: no                                                                   <- D203
levels:
  - {level: borough, name: Borough}
  - {level: ward, name: Ward office}
  - {level: office, name: Office, department: true}
look:
  person: "#f0d0d0"                                                        <- D230
popular: [allotment, alotment]                                             <- D206
""",
    "organisations.csv": """\
organisation,name,name.zh-hans,level,parent,order,colour                    <- D201
rivermouth,Rivermouth Borough,河口市,borough,,10,
quayside,Quayside Ward,码头区,wardd,rivermouth,20,                           <- D301
hillside,Hillside Ward,山坡区,ward,rivermouth,thirty,                        <- D203
rm-town-hall,Town Hall,市政厅,office,rivermouth,40,
rm-town-hall,Town Hall again,市政厅,office,rivermouth,45,                    <- D115
rm-gardens,Parks and Gardens Office,公园处,office
""".replace("office\n", "office                                            <- D112\n"),
    "organisations/round.yaml": """\
organisation: round
name: Round
level: ward
parent: round                                                              <- D302
hosted_by: rm-gardens
""",
    "organisations/here.yaml": "organisation: here\nname: Here\nlevel: ward\nhosted_by: there\n",
    "organisations/there.yaml": "organisation: there\nname: There\nlevel: ward\nhosted_by: here\n",
    "themes.csv": """\
theme,name,audience,order
green,Gardens and trees,natural_person,10
books,Reading and learning,natural person,20                               <- D204
shops,Markets and shops with a name that is far too long for a tile of the home page,legal_person,30    <- D203
,Nobody,natural_person,40                                                  <- D114
""",
    "themes/green.yaml": "theme: green                 <- D115\nname: Green\naudience: everybody   <- D204\n",
    "themes/reading.yaml": "theme: reading\nwas: trade      <- D211\nname: Reading\naudience: natural_person\n",
    "materials.csv": "material,name,source\nletter,其他材料,other              <- D320\ndrawing,Drawing,applicant\n",
    "contacts.csv": """\
contact,organisation,purpose,number,label
rm-service,rivermouth,service,12,Questions                                 <- D303
rm-complaint,riverside,complaint,01632-055902,Complaints                 <- D206
""",
    "posts.csv": """\
post,person,username,organisation,role,point,from,to
rm-clerk,Ada Example,rm-clerk,quayside,clerk,quayside-desk,2026-01-01,2025-01-01     <- D316
rm-warden,Ben Example,rm-warden,rivermouth,wardenn,,2026-01-01,                       <- D206
rm-second,Cy Example,rm-one,rivermouth,warden,,2026-01-01,
rm-third,Di Example,rm-one,rivermouth,warden,,2026-01-01,                             <- D317
rm-fourth,Ed Example,rm four,rivermouth,warden,,1 January,                            <- D203 D203
""",
    "roles/clerk.yaml": "role: clerk\nname: Clerk\nmay: [cases.work, cases.dream]              <- D220\n",
    "channels.csv": 'channel,name\ndesk,"At the desk\n',
    "calendars/rivermouth.yaml": """\
calendar: rivermouth
name: Bank holidays
every_year: ["13-01"]                                                      <- D203
years:
  "2026":
    holidays:
      - {from: 2026-01-02, to: 2026-01-01, name: New Year}                 <- D311
      - {from: 2026-12-25, name: Christmas}
    workdays:
      - 2025-12-31                                                         <- D312
      - 2026-12-25                                                         <- D313
""",
    "items/allotment.yaml": """\
item: allotment
name: {en: Renting an allotment garden, en: 租用菜园}                        <- D105
sumary: A plot of ground.                                                  <- D201
class: gardens                                                             <- D318
topic: garden                                                              <- D206
task_type: "02"                                                            <- D308
audience: [natural_person]
themes: [gren]                                                             <- D206
department: rm-gardns                                                      <- D206
decided_at: [borough, county]                                              <- D301
days: {statutory: 5 working_days, promised: 8 working_days}                <- D306
fee: {charged: true, text: "代办费 12 元"}                                   <- D319
excluded: {kind: secret}                                                   <- D307
materials:
  - {material: lettre, form: [copy]}                                       <- D315
basis:
  - {law: allotments-law}                                                  <- D324
""",
    "laws/markets.yaml": """\
law: markets
name: Markets by-law
in_force_from: 2024-05-01
repealed_on: 2023-05-01                                                    <- D323
""",
    "items/market-stall.yaml": """\
item: market-stall
name: 5                                                                    <- D203
class: penalty                                                             <- D203
audience: []                                                               <- D203
department: rm-town-hall
days: {promised: soon}                                                     <- D203
visits: "1"                                                                <- D203
fee: &free {charged: false}                                                <- D103
basis: *free                                                               <- D103
steps: !ordered [Ask]                                                      <- D104
code: {scheme: markets, raw: 0815}
task_type: 7                                                               <- D205
published: yes                                                             <- D203
""",
    "items/reading-card.yaml": """\
item: reading-card                                                         <- D202
was: allotment                                                             <- D207
name: Reading card
class: public_service
audience: [natural_person]
""",
    "items/boat.yaml": """\
item: boat
name: Mooring a boat
code: {scheme: harbour, raw: "12"}
class: public_service
audience: [natural_person]
department: rm-town-hall
""",
    "items/boats.yaml": """\
item: boats
name: Mooring boats
code: {scheme: harbour, raw: "12"}                                         <- D322
class: public_service
audience: [natural_person]
department: rm-town-hall
""",
    "items/card.yaml": """\
item: reading-card-2
was: market-garden
name: Reading card
class: public_service
audience: [natural_person]
department: rm-town-hall
form: halp                                                                 <- D206
appointment: desk-hours                                                    <- D206
steps:
  - stp: Ask                                                               <- D201 D202
""",
    "points/quayside-desk.yaml": """\
point: quayside-desk
organisation: quayside
level: ward
name: Quayside desk
address: 1 Example Quay (fictional)
service_phone: 01632-055911
complaint_phone: 01632-055911                                            <- D305
hours:
  - {days: [tue, thu], from: "10:00", to: "16:00"}
  - {days: thu, from: "15:00", to: "17:00"}                                <- D314
  - {days: fri, from: "12:00", to: "10:00"}                                <- D309
exceptions:
  - {date: 2026-10-08, from: "10:00"}                                      <- D310
  - {date: 2026-10-09}                                                     <- D326
  - {date: 2026-10-09, from: "10:00", to: "12:00"}
places:
  - {place: quayside-1, kind: throne}                                      <- D204
""",
    "points/hillside-desk.yaml": """\
point: hillside-desk
organisation: hillside
level: ward
name: Hillside desk
address: 1 Example Quay (fictional)
service_phone: 01632-055921
hours:
  - {days: thursday, from: "9:00", to: "16:00"}                            <- D203 D203
places:
  - {place: hillside-1, kind: window}
  - {place: hillside-1, kind: toilet}                                      <- D321
""".replace("point: hillside-desk\n", "point: hillside-desk                <- D304\n"),
    "points/traps.yaml": "point: traps\nhours: [{days: mon, from: 9:00, to: 16:00}]    <- D107\n",
    "forms/help.yaml": """\
form: help
title: Ask us to help
read_back: "Hello {nime}, [you are {age}."                                 <- D378 D378
opens: {workflow: request}
steps:
  - step: one
    title: About you
    fields:
      - who: {type: choice, label: Who asks}                               <- D332
      - how: {type: choice, label: What you want, options: {assistance: Help me, agency: Do it for me}}
      - who: {type: text, label: Once more}                                <- D331
      - name: {type: person_name, when: {agee: {at_least: 18}}}            <- D334 D336
      - age: {type: number, label: Age, when: {name: {larger: 18}}}        <- D337
      - firm: {type: text, label: Firm, when: {how: alone}}                <- D338
      - health: {type: text, label: Health, personal: sensitive}           <- D335
      - shown: {type: identity_document, label: Card, kinds: [cart]}       <- D358
      - halt: {type: stop}                                                 <- D333 D340
      - old: {type: text, label: Old, when: {age: "18"}}                   <- D359
      - few: {type: number, label: Few, smallest: 9, largest: 3}           <- D374
      - sign: {type: signature, label: Your name, of: age}                 <- D375
  - {step: two, title: Nothing, fields: []}                                <- D339
  - {step: place, title: Where, fields: [{about: {type: note, text: Here}}]}    <- D356
check: {title: "Is this right?"}
tests:
  - {case: nobody is asked for a shoe size, answers: {}, asks: [shoes]}    <- D350 D350
""",
    "forms/unseen.yaml": """\
form: unseen
title: A page for nobody
opens: {workflow: request}
steps:
  - step: one
    title: One
    fields:
      - here: {type: yes_no, label: "Are you here?"}
  - step: two                                                              <- D376
    title: Two
    fields:
      - both: {type: text, label: Both, when: {all: [{here: true}, {here: false}]}}
check: {title: "Right?"}
""",
    "forms/round.yaml": """\
form: round
title: Each waits for the other
opens: {workflow: reqest}                                                  <- D206
steps:
  - step: one
    title: One
    fields:
      - egg: {type: text, label: Egg, when: {hen: {given: true}}}          <- D336
      - hen: {type: text, label: Hen, when: {egg: {given: true}}}
check: {title: "Right?"}
""",
    "workflows/request.yaml": """\
workflow: request
title: Request for help
prefix: RM
states:
  open: {staff: open, public: {en: We have it, zh-hans: 我们已经收到了您的这一份申请}, start: true}    <- D348
  lost: {staff: lost, public: Lost}                                        <- D343
  waiting: {staff: waiting, public: Waiting}                               <- D344
  answered: {staff: answered, public: Answered, end: true}                 <- D345
clocks:
  answer: {label: Answer, starts: answered, due: 2 working_days, stops: [lost]}    <- D346
moves:
  answer: {from: open, to: answered, label: Answer, who: [clerk]}
  tell: {from: open, to: answered, label: Tell, who: [clerk], says: "Because of {why}."}    <- D357
  wait:
    from: open
    to: waiting
    label: Wait
    who: [clerk]
    requires:
      - mandate_sealed                                                     <- D353
      - another_person: {then: answer}                                     <- D354
    asks:
      why: {type: paragraf, label: Why}                                    <- D355
  again: {from: answered, to: opn, label: Again}                           <- D342 D347
tests:
  - {case: a clerk cannot answer, state: open, as: clerk, move: answer, expect: not_allowed}    <- D349
  - {case: a clark may wait, state: open, as: clark, move: wait, expect: not_allowed}           <- D206
""",
    "notices/told.yaml": """\
notice: told
title: Nobody hears of it
workflow: request                                                          <- D611 D612
""",
    "notices/answered.yaml": """\
notice: answered
title: The answer is there
workflow: request
enters: [answerd]                                                          <- D342
email:
  subject: {en: "Your\\nanswer"}                                            <- D615
  text: {en: "Dear {name}, see {address}"}                                 <- D613
sms: {en: "SMS"}    <- D614
""".replace("SMS", "long " * 45),
    "workflows/two.yaml": """\
workflow: two
title: Two beginnings
prefix: TW
states:                                                                    <- D341
  one: {staff: one, public: One, start: true}
  two: {staff: two, public: Two, start: true, end: true}
moves:
  go: {from: one, to: too, label: Go, who: [clerk]}                        <- D342
""",
    "appointments/desk-hour.yaml": """\
appointment: hour
title: An hour at the desk
workflow: request
at: [ward, moon]                                                           <- D301
length: 2 days                                                             <- D351
opens: 3 weeks                                                             <- D352
capacity: {quayside-dsk: 2}                                                <- D206
services: [dinner]                                                         <- D204
""",
    "pages/home.yaml": """\
page: home
type: home
parent: about                                                              <- D360
title: {en: Welcome}
body:
  - {vow: One visit, text: You come once.}
  - heading: Services                                                      <- D369
""",
    "pages/second.yaml": "page: second\ntype: home                <- D361\ntitle: Welcome again\n",
    "pages/about.yaml": """\
page: about
parent: rules                                                              <- D363
title: {zh-hans: 关于, fr: Bonjour}                                         <- D364 D364 D365 D366
intro: Nobody reads this                                                   <- D367
rule: {issuer: Town council}                                               <- D368
body:
  zh-hans:
    - pikture: harbour.png                                                 <- D201
""",
    "pages/rules.yaml": """\
page: rules
type: rule
parent: home
title: Rules
body:
  - {article: "1", label: Article 1, text: One.}
  - {article: "1", label: Article 1, text: Once more.}                     <- D370
  - text: "[there](javascript:x)"                                          <- D371
""",
    "pages/lonely.yaml": "page: lonely                         <- D362\ntitle: Lonely\n",
    "pages/flood.yaml": "page: flood    <- D372 D373\ntype: notice\nparent: about  <- D363\ntitle: Flood    <- D364\n",
    "synonyms.csv": "synonym,words\nplot,garden            <- D601\nodd,garden|!!!   <- D602\n",
    "promotions.csv": "promotion,shows,words\nallotmint,item,plot      <- D603\nallotment,item,Plot     <- D604\n",
    "promotions/tab.yaml": "promotion: tab\nwas: quayside-desk  <- D209\nshows: item\nwords: [tab]\n",
    "items/tab.yaml": "item: tab\nname:\tTab                               <- D106\n",
    "items/torn.yaml": "item: torn\naudience: [natural_person\nname: x          <- D107\n",
    "items/bare.yaml": "- item                                            <- D109\n",
    "itmes/away.yaml": "item: away\n",
    "items/old.yml": "item: old\n",
}
DEEP = "item: deep\nsteps: " + "[" * 30 + "]" * 30 + "\n"
UNREADABLE: dict[str, tuple[bytes, int, str]] = {
    "items/latin.yaml": ("item: latin\nname: Café\n".encode("latin-1"), 2, "D101"),
    "items/invisible.yaml": ("item: invisible\nname: x\u2028\n".encode(), 2, "D101"),
    "items/huge.yaml": (b"item: huge\n# " + b"x" * 1_000_001, 0, "D102"),
    "items/deep.yaml": (DEEP.encode(), 2, "D102"),
}
# Where a mark would be part of the mistake.
UNMARKED: Expected = [
    ("itmes/away.yaml", 0, "D110"),
    ("items/old.yml", 0, "D110"),
    ("items/link.yaml", 0, "D111"),
    ("channels.csv", 2, "D112"),
    ("organisations/here.yaml", 4, "D210"),
]


def write(folder: Path) -> tuple[Path, Expected]:
    """Write the folder with all mistakes, and return it with file, line and code of each."""
    shutil.copytree(RIVERMOUTH[0], folder)
    expected = list(UNMARKED)
    for name, text in WRONG.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(MARK.sub("", text))
        for line, content in enumerate(text.split("\n"), 1):
            if found := MARK.search(content):
                expected += [(name, line, code) for code in found[1].split()]
    for name, (content, line, code) in UNREADABLE.items():
        (folder / name).write_bytes(content)
        expected.append((name, line, code))
    (folder.parent / "secret.yaml").write_text("item: secret\n")
    (folder / "items/link.yaml").symlink_to(folder.parent / "secret.yaml")
    return folder, sorted(expected)
