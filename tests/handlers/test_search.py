"""Search: finding a case again by its words and product, letter by letter as typed, or by its order or customer."""

from tests.house.shop import Shop


async def test_search_finds_words_in_review_product_order_and_customer(shop: Shop) -> None:
    await shop.review_arrives(text="壶嘴漏水,100%退货", order={"id": "o_77"}, customer={"name": "O'Neil"})
    await shop.review_arrives(text="壶嘴断了,1000 块白花", order={"id": "ox77"}, customer={"name": "王小明"})
    xiaoli = shop.person("小李")

    async def found(words: str) -> list[str]:
        told = await xiaoli.types(f"/reviews search {words}")
        return [number for number in ("#1", "#2") if number in told]

    assert await found("壶嘴") == ["#1", "#2"]
    assert await found("壶嘴 漏水") == ["#1"]
    assert await found("100%") == ["#1"]
    assert await found("o_77") == ["#1"]
    assert await found("O'Neil") == ["#1"]
    assert await found("O_77") == ["#1"]
    assert await found("王小明") == ["#2"]
    assert await found("王小明 壶嘴") == ["#2"]
    assert await found("王小明 漏水") == []
    assert await found("电热水壶") == ["#1", "#2"]
    for nothing in ("%", "_", "\\", "' OR 1=1 --", '"', "%%", "<!channel>", "x" * 3000):
        assert await found(nothing) == (["#1"] if nothing == "%" else []), nothing


async def test_an_order_and_a_customer_are_found_by_the_whole_number_and_name(shop: Shop) -> None:
    """They lie sealed: no database can tell what a part of them is."""
    await shop.review_arrives(order={"id": "TB2026-0077"}, customer={"name": "Jane  van Dyke"})
    xiaoli = shop.person("小李")

    for words in ("TB2026-0077", "tb2026-0077", "Jane van Dyke", "jane VAN dyke", "ＴＢ2026-0077"):
        assert "#1" in await xiaoli.types(f"/reviews search {words}"), words
    for part in ("0077", "TB2026", "Jane", "Dyke"):
        assert "#1" not in await xiaoli.types(f"/reviews search {part}"), part


async def test_an_order_number_that_the_customer_corrects_is_found_by_the_new_one_only(shop: Shop) -> None:
    await shop.review_arrives(id="r-1", order={"id": "old-1"})
    await shop.review_arrives(id="r-1", type="updated", text="还是漏", order={"id": "new-2"})
    xiaoli = shop.person("小李")

    assert "#1" in await xiaoli.types("/reviews search new-2")
    assert "#1" not in await xiaoli.types("/reviews search old-1")


async def test_what_slack_escapes_is_searched_as_it_was_typed(shop: Shop) -> None:
    await shop.review_arrives(text="A&B 套装坏了")

    assert "#1" in await shop.person("小李").types("/reviews search A&amp;B")
    assert "搜索「A&B」" in await shop.person("小李").types("/reviews search A&amp;B")


async def test_grade_state_category_owner_store_and_time_narrow_a_search(shop: Shop) -> None:
    await shop.review_arrives(text="插上电就冒烟了,差点着火")
    await shop.review_arrives(text="物流太慢了,等了十天", store="beauty-cn")
    await shop.person("小李").presses("认领", number=0)
    xiaoli = shop.person("小李")
    for words, found in (
        ("紧急", {"#1"}),
        ("普通 美妆旗舰店", {"#2"}),
        ("处理中 @小李", {"#1"}),
        ("待认领", {"#2"}),
        ("物流服务", {"#2"}),
        ("今天", {"#1", "#2"}),
        ("昨天", set()),
        ("本周 冒烟", {"#1"}),
        ("2026-11", {"#1", "#2"}),
        ("2026-10", set()),
        ("2026-13", set()),
        ("冒烟 普通", set()),
    ):
        told = await xiaoli.types(f"/reviews search {words}")
        assert {number for number in ("#1", "#2") if f"{number} " in told} == found, words

    assert "搜索「冒烟 · 紧急 · 11-23 至 11-29」" in await xiaoli.types("/reviews search 冒烟 紧急 本周")
