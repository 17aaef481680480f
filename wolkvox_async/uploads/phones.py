"""Phone numbers as people write them, to the digits that the dialer takes."""

import re
import unicodedata

from wolkvox_async.core.invalid import InvalidValue
from wolkvox_async.core.validation import NOT_A_PHONE
from wolkvox_async.errors import ConfigurationError

__all__ = ["PhoneCleaner", "lost_digits"]

_WRITTEN = re.compile(r"[0-9+().\-/ ]+")
_SCIENTIFIC = re.compile(r"\s*[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]{1,3}\s*")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")  # noqa: RUF001 - what word processors write
_QUOTES = "'‘’`´"  # noqa: RUF001


def lost_digits(text: str) -> bool:
    """Whether a spreadsheet wrote a number in scientific notation: 5,73001E+11. Its digits cannot be had back."""
    return _SCIENTIFIC.fullmatch(text) is not None


class PhoneCleaner:
    """Writes phone numbers as country code and number, digits only, by the rules of libphonenumber."""

    def __init__(self, country: str) -> None:
        """Prepare for the numbers of a country.

        Args:
            country: Of numbers without a country code: its code, as 57, or its letters, as CO.

        Raises:
            ConfigurationError: There is no such country, or phonenumbers is not installed.
        """
        try:
            import phonenumbers  # noqa: PLC0415 - an extra
        except ImportError:
            raise ConfigurationError(
                "phone numbers cannot be cleaned: phonenumbers is not installed",
                advice="pip install 'wolkvox-async[leads]'",
            ) from None
        self._library = phonenumbers
        given = country.strip().lstrip("+").upper()
        region = phonenumbers.region_code_for_country_code(int(given)) if re.fullmatch("[0-9]{1,3}", given) else given
        if region not in phonenumbers.SUPPORTED_REGIONS:
            raise ConfigurationError(
                f"there is no country {country!r}", advice="give its calling code, as in --country 57, or CO"
            )
        self._region = region
        self._code = str(phonenumbers.country_code_for_region(region))

    def clean(self, text: str) -> str:
        """Return the digits of a number, "" for a blank text.

        Raises:
            InvalidValue: It is not a number, or not one that can be dialled.
        """
        written = "".join(
            str(unicodedata.digit(mark)) if mark.isdigit() else mark
            for mark in unicodedata.normalize("NFKC", text)
            if unicodedata.category(mark) not in {"Cf", "Cc"}
        )
        written = written.translate(_DASHES).strip(_QUOTES + " ")
        if not written:
            return ""
        if lost_digits(written):
            return text  # the check says why it cannot be sent
        if not _WRITTEN.fullmatch(written):
            raise InvalidValue(NOT_A_PHONE, "it has letters or other characters")
        digits = re.sub("[^0-9]", "", written)
        if not written.startswith("+") and digits.startswith("00" + self._code):
            written = "+" + digits[2:]
        try:
            number = self._library.parse(written, self._region)
        except self._library.NumberParseException:
            raise InvalidValue(NOT_A_PHONE, f"give a number of +{self._code}, or one that begins with +") from None
        possible = self._library.is_possible_number_with_reason(number)
        if number.extension or possible != self._library.ValidationResult.IS_POSSIBLE:
            raise InvalidValue(
                f"{NOT_A_PHONE} that can be dialled",
                self._why(possible, extension=bool(number.extension)) + f" in +{number.country_code}",
            )
        return f"{number.country_code}{self._library.national_significant_number(number)}"

    def _why(self, possible: int, *, extension: bool) -> str:
        reasons = self._library.ValidationResult
        if extension:
            return "it has an extension, or is more than one number,"
        if possible in {reasons.TOO_SHORT, reasons.IS_POSSIBLE_LOCAL_ONLY}:
            return "it is too short"
        return "it is too long" if possible == reasons.TOO_LONG else "no number has this length"
