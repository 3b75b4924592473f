"""The regulations that findings name; a clause only where it is certain."""

from simcap.procedure.definition import Label

FORM = Label(id="PermenPAN-RB 35/2012, format SOP AP", en="PermenPAN-RB 35/2012, form of the SOP-AP")
CERTAIN = Label(
    id="PermenPAN-RB 35/2012, prinsip kepastian hukum", en="PermenPAN-RB 35/2012, principle of legal certainty"
)
LAWFUL = Label(id="PermenPAN-RB 35/2012, prinsip kepatuhan hukum", en="PermenPAN-RB 35/2012, principle of lawfulness")
CLEAR = Label(
    id="PermenPAN-RB 35/2012, prinsip kemudahan dan kejelasan",
    en="PermenPAN-RB 35/2012, principle of ease and clarity",
)
MEASURED = Label(id="PermenPAN-RB 35/2012, prinsip keterukuran", en="PermenPAN-RB 35/2012, principle of measurability")
HIERARCHY = Label(id="UU 12/2011 Pasal 7 ayat (1)", en="Law 12/2011, Article 7 (1)")
SERVICE = Label(
    id="UU 25/2009 Pasal 21 (sistem, mekanisme, dan prosedur)",
    en="Law 25/2009, Article 21 (procedure)",
)
NIP = Label(id="Susunan NIP 18 angka (BKN)", en="The 18 figures of a NIP (BKN)")
