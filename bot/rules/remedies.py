"""Remedies: which solutions fit which kind of complaint; amounts and approvals are the ladder's matter."""

from bot.vocabulary import Category, Solution

_FITTING: dict[Category, tuple[Solution, ...]] = {
    Category.PRODUCT_QUALITY: (Solution.RETURN_REFUND, Solution.REPLACEMENT),
    Category.LOGISTICS: (Solution.FREIGHT, Solution.COUPON),
    Category.SERVICE_ATTITUDE: (Solution.SUPERVISOR_APOLOGY,),
    Category.DESCRIPTION_MISMATCH: (Solution.RETURN_REFUND, Solution.PARTIAL_REFUND),
    Category.PACKAGING_DAMAGE: (Solution.REPLACEMENT, Solution.PARTIAL_REFUND),
    Category.WRONG_OR_MISSING: (Solution.REPLACEMENT,),
    Category.PRICE_PROMOTION: (Solution.PARTIAL_REFUND, Solution.COUPON),
    Category.AFTER_SALES: (Solution.SUPERVISOR_APOLOGY, Solution.RETURN_REFUND),
}


def suggested_for(category: Category | None) -> tuple[Solution, ...]:
    """What the trade offers first for this kind of complaint; nothing where the topic is unknown."""
    return _FITTING.get(category, ()) if category else ()
