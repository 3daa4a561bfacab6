"""What vendors publish about their figures, worked: a list of examples a vendor.

Behaviour and figures are theirs, with the page or file that states them; words and companies are ours.
"""

from published.chartmogul import CHARTMOGUL
from published.example import Example
from published.killbill import KILLBILL
from published.others import OTHERS
from published.polar import POLAR
from published.profitable import PROFITABLE
from published.profitwell import PROFITWELL
from published.recurly import RECURLY
from published.stripe import STRIPE

EXAMPLES: tuple[Example, ...] = (
    *STRIPE,
    *CHARTMOGUL,
    *PROFITWELL,
    *RECURLY,
    *POLAR,
    *KILLBILL,
    *PROFITABLE,
    *OTHERS,
)

__all__ = ["EXAMPLES", "Example"]
