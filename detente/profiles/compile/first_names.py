"""How else the press writes a first name: in short and in full, and in other romanisations.

A string is one name in all its spellings.
"""

from __future__ import annotations

ENGLISH = (
    "Al Albert", "Andy Andrew", "Anthony Antony Tony", "Ben Benjamin", "Bill William", "Bob Robert Rob Bobby",
    "Brad Bradley", "Charles Charlie Chuck", "Chris Christopher", "Dan Daniel Danny", "Dave David",
    "Dick Richard Rick", "Don Donald", "Doug Douglas", "Ed Edward Ted", "Fred Frederick", "Greg Gregory",
    "Jake Jacob", "Jeff Jeffrey Geoffrey", "Jim James Jimmy", "Joe Joseph", "Jon Jonathan", "Josh Joshua",
    "Ken Kenneth", "Kathy Katherine Kathryn Catherine", "Larry Lawrence", "Matt Matthew", "Mike Michael",
    "Nick Nicholas", "Pat Patrick", "Pete Peter", "Phil Philip Phillip", "Ray Raymond", "Ron Ronald",
    "Rudy Rudolph", "Sam Samuel", "Steve Steven Stephen", "Sue Susan", "Tim Timothy", "Tom Thomas Thom",
    "Vince Vincent", "Walt Walter", "Will William", "Zach Zachary", "Aleksandr Alexander Alexandr Aleksander",
    "Aleksandra Alexandra", "Aleksei Aleksey Alexei Alexey Alexej", "Anastasia Anastasiya",
    "Anatoli Anatoliy Anatoly", "Andrei Andrey Andrej", "Arkadi Arkadiy Arkady", "Artem Artyom", "Darya Daria",
    "Dmitri Dmitriy Dmitry Dimitri", "Ekaterina Yekaterina", "Elena Yelena",
    "Evgeni Evgeniy Evgeny Yevgeni Yevgeniy Yevgeny Evgenii", "Evgenia Yevgenia", "Fedor Fyodor",
    "Gennadi Gennadiy Gennady", "Georgi Georgiy Georgy", "Grigori Grigoriy Grigory", "Ilia Ilya", "Irina Iryna",
    "Kseniia Ksenia Kseniya Xenia", "Maksim Maxim", "Maria Mariia Mariya", "Natalia Natalya Nataliya",
    "Nikolai Nikolay Nikolaj", "Oksana Oxana", "Petr Pyotr", "Semen Semyon", "Sergei Sergey Serguei Sergej",
    "Sofia Sofya", "Stanislav Stas", "Tatiana Tatyana", "Timofei Timofey", "Valeri Valeriy Valery",
    "Vasili Vasiliy Vasily Vassily", "Viacheslav Vyacheslav", "Victor Viktor", "Victoria Viktoria Viktoriya",
    "Vitali Vitaliy Vitaly", "Yulia Yuliya Julia", "Yuri Yuriy Yury",
)  # fmt: skip
RUSSIAN = (
    "Билл Уильям", "Боб Роберт", "Бен Бенджамин", "Дэн Дэниел", "Дик Ричард", "Рик Ричард", "Дональд Дон",
    "Джейк Джейкоб", "Джим Джеймс", "Джо Джозеф", "Джефф Джеффри", "Джош Джошуа", "Джон Джонатан", "Крис Кристофер",
    "Майк Майкл", "Мэтт Мэтью Мэттью", "Ник Николас", "Пит Питер", "Рон Рональд", "Стив Стивен", "Сэм Сэмюэл",
    "Тед Эдвард", "Тим Тимоти", "Том Томас", "Тони Энтони", "Чак Чарльз", "Эд Эдвард", "Энди Эндрю",
    "Наталия Наталья", "Стефани Стефания", "Сьюзан Сьюзен", "Дэвид Дейвид", "Эллисон Элисон", "Джули Джулия",
    "Лора Лаура", "Линдси Линдсей", "Джилл Джил", "Мэри Мери",
)  # fmt: skip


def spelled(full: str) -> set[str]:
    """The name with its first name in every usual spelling, itself among them."""
    first, _, rest = full.partition(" ")
    groups = [names for group in (*ENGLISH, *RUSSIAN) if first in (names := group.split())]
    return {full, *(f"{other} {rest}" for names in groups for other in names)}
