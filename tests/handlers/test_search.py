"""Search: finding a case again by its words, product, order or customer, letter by letter as typed."""

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
    assert await found("王小明") == ["#2"]
    assert await found("电热水壶") == ["#1", "#2"]
    for nothing in ("%", "_", "\\", "' OR 1=1 --", '"', "%%", "<!channel>", "x" * 3000):
        assert await found(nothing) == (["#1"] if nothing in ("%", "_") else []), nothing


async def test_what_slack_escapes_is_searched_as_it_was_typed(shop: Shop) -> None:
    await shop.review_arrives(text="A&B 套装坏了")

    assert "#1" in await shop.person("小李").types("/reviews search A&amp;B")
    assert "搜索「A&B」" in await shop.person("小李").types("/reviews search A&amp;B")
