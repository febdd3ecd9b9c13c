"""Tax ids as each country makes them: length, characters and check digits, by python-stdnum."""

from collections.abc import Sequence
from importlib import import_module

from stdnum.exceptions import ValidationError

from foyer_invoicing.domain.tax_id import TaxId, TaxIdMalformed, UnknownTaxIdType, distinct

_NUMBERS = {
    "ad_nrt": "ad.nrt",
    "al_tin": "al.nipt",
    "ar_cuit": "ar.cuit",
    "au_abn": "au.abn",
    "bg_uic": "bg.vat",
    "br_cnpj": "br.cnpj",
    "br_cpf": "br.cpf",
    "by_tin": "by.unp",
    "ca_bn": "ca.bn",
    "ch_uid": "ch.uid",
    "ch_vat": "ch.vat",
    "cl_tin": "cl.rut",
    "cn_tin": "cn.uscc",
    "co_nit": "co.nit",
    "cr_tin": "cr.cpj",
    "de_stn": "de.stnr",
    "do_rcn": "do.rnc",
    "ec_ruc": "ec.ruc",
    "eg_tin": "eg.tn",
    "es_cif": "es.cif",
    "eu_oss_vat": "eu.oss",
    "eu_vat": "eu.vat",
    "gb_vat": "gb.vat",
    "gn_nif": "gn.nifp",
    "hr_oib": "hr.oib",
    "hu_tin": "hu.anum",
    "id_npwp": "id.npwp",
    "il_vat": "il.hp",
    "in_gst": "in_.gstin",
    "is_vat": "is_.vsk",
    "jp_cn": "jp.cn",
    "ke_pin": "ke.pin",
    "kr_brn": "kr.brn",
    "li_uid": "li.peid",
    "ma_vat": "ma.ice",
    "me_pib": "me.pib",
    "mk_vat": "mk.edb",
    "mx_rfc": "mx.rfc",
    "no_vat": "no.mva",
    "nz_gst": "nz.ird",
    "pe_ruc": "pe.ruc",
    "ro_tin": "ro.cf",
    "rs_pib": "rs.pib",
    "ru_inn": "ru.inn",
    "sg_uen": "sg.uen",
    "si_tin": "si.ddv",
    "sn_ninea": "sn.ninea",
    "sv_nit": "sv.nit",
    "th_vat": "th.tin",
    "tr_tin": "tr.vkn",
    "tw_vat": "tw.ubn",
    "ua_vat": "ua.edrpou",
    "us_ein": "us.ein",
    "uy_ruc": "uy.rut",
    "ve_rif": "ve.rif",
    "vn_tin": "vn.mst",
    "za_vat": "za.tin",
}
"""Stripe's name of a type, and the module of python-stdnum that knows its numbers."""

_COUNTRY_IN_FRONT = {"gb_vat": "GB"}
"""What the library takes away, and documents show."""

TYPES = tuple(_NUMBERS)


def read_tax_ids(tax_ids: Sequence[TaxId]) -> tuple[TaxId, ...]:
    """Each in the form in which it is kept: without blanks, in capitals. Raises TaxIdMalformed, TaxIdTwice,
    UnknownTaxIdType.
    """
    return distinct([_read(tax_id, f"tax_ids.{place}") for place, tax_id in enumerate(tax_ids)])


def _read(tax_id: TaxId, field: str) -> TaxId:
    if tax_id.type not in _NUMBERS:
        raise UnknownTaxIdType("There is no such type of tax id.", field=f"{field}.type")
    try:
        value = import_module(f"stdnum.{_NUMBERS[tax_id.type]}").validate(tax_id.value.upper())
    except ValidationError:
        raise TaxIdMalformed("This is not a number of this type.", field=f"{field}.value") from None
    return TaxId(tax_id.type, f"{_COUNTRY_IN_FRONT.get(tax_id.type, '')}{value}")
