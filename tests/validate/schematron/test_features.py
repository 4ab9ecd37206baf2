"""What a schema can say, one feature at a time."""

from __future__ import annotations

from time import perf_counter

import pytest
from schematron_cases import document, faults, messages, rules, schema

from teikit.diagnostics import Severity
from teikit.validate import schematron
from teikit.validate.schematron import SchematronError


def rule(context: str, test: str, kind: str = "report", message: str = "hit <value-of select='name()'/>") -> str:
    return f'<pattern><rule context="{context}"><{kind} test="{test}">{message}</{kind}></rule></pattern>'


def test_assert_and_report():
    content = (
        "<pattern><rule context='a'><assert test='@x'>no x</assert><report test='@y'>has y</report></rule></pattern>"
    )
    assert messages(content, "<r><a/><a x='1' y='2'/></r>") == ["no x", "has y"]


def test_the_first_rule_of_a_pattern_wins():
    content = """<pattern><rule context="a[@x]"><report test="true()">one</report></rule>
        <rule context="a"><report test="true()">two</report></rule></pattern>
        <pattern><rule context="*"><report test="self::a">three</report></rule></pattern>"""
    assert messages(content, "<r><a x=''/><a/></r>") == ["one", "three", "two", "three"]


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ("a/@x", ["x"]),
        ("@*", ["x", "y"]),
        ("*[@x]/@y", ["y"]),
        ("text()", ["", ""]),
        ("a/text()", [""]),
        ("comment()", [""]),
        ("processing-instruction('go')", ["go"]),
        ("processing-instruction('stop')", []),
        ("/", [""]),
        ("/r", ["r"]),
        ("/a", []),
        ("/r/a", ["a"]),
        ("//b", ["b"]),
        ("r//b", ["b"]),
        ("a|b", ["a", "b"]),
        ("(a|b)[not(@x)]", ["b"]),
        ("(r|a)/(b|c)", ["b"]),
        ("*[2]", ["b"]),
        ("*[last()]", ["b", "r"]),
        ("r/*[position() = 1]", ["a"]),
        ("node()", ["r", "a", "", "", "go", "b", ""]),
        ("a[. = 'one']", ["a"]),
        ("key('k', '1')", ["a"]),
        ("child::a/attribute::x", ["x"]),
        ("*[self::a or self::b]", ["a", "b"]),
        ("r/child::node()[self::b]", ["b"]),
        ("descendant::b", ["b"]),
        (".[self::b]", ["b"]),
        ("*:a", ["a"]),
        ("element(b)", ["b"]),
        ("element(div)", []),
        ("@*[self::attribute(y) or self::attribute(to)]", ["y"]),
    ],
)
def test_contexts_are_match_patterns(context, expected):
    content = f"<xsl:key name='k' match='*' use='@x'/>{rule(context, 'true()')}"
    found = messages(content, "<r><a x='1' y='2'>one</a><!--c--><?go on?><b>two</b></r>")
    assert sorted(found) == sorted(f"hit {name}".strip() for name in expected)


def test_variables_of_every_level():
    content = """<let name="s" value="'S'"/><phase id="f"><active pattern="p"/><let name="f" value="'F'"/></phase>
        <pattern id="p"><let name="p" value="count(//a)"/><rule context="a"><let name="r" value="concat(@n, $p)"/>
        <let name="again" value="concat($r, $r)"/>
        <report test="true()"><value-of select="$s"/>-<value-of select="$f"/>-<value-of select="$p"/>-<value-of
        select="$again"/></report></rule></pattern>"""
    assert messages(content, "<r><a n='x'/><a n='y'/></r>", phase="f") == ["S-F-2-x2x2", "S-F-2-y2y2"]


def test_a_variable_of_a_rule_may_be_set_from_one_of_the_same_name():
    content = """<let name="v" value="1"/><pattern><rule context="a"><let name="v" value="$v + 1"/>
        <let name="v" value="$v * 10"/><report test="$v = 20">twenty</report></rule></pattern>"""
    assert messages(content, "<a/>") == ["twenty"]


def test_parameters():
    content = """<param name="most" value="2"/>
        <pattern><rule context="r"><report test="count(a) &gt; $most">too many</report></rule></pattern>"""
    doc = "<r><a/><a/><a/></r>"
    assert messages(content, doc) == ["too many"]
    assert messages(content, doc, params={"most": "3"}) == []
    with pytest.raises(SchematronError, match="parameter"):
        messages(content, doc, params={"least": "3"})


def test_a_parameter_without_a_value_must_be_given():
    content = '<let name="most"/>' + rule("r", "count(a) &gt; $most")
    (fault,) = faults(content, "<r><a/></r>")
    assert fault.code == "V021"
    assert "$most was not given" in fault.message
    assert len(messages(content, "<r><a/></r>", params={"most": "0"})) == 1


def test_a_variable_with_content():
    content = "<let name='known'><list xmlns=''><item>x</item><item>y</item></list></let>" + rule(
        "a", "not(@t = $known/list/item)"
    )
    assert messages(content, "<r><a t='x'/><a t='z'/></r>") == ["hit a"]


PHASES = """<phase id="one"><active pattern="p1"/></phase><phase id="two"><active pattern="p2"/></phase>
    <pattern id="p1"><rule context="r"><report test="true()">1</report></rule></pattern>
    <pattern id="p2"><rule context="r"><report test="true()">2</report></rule></pattern>"""


@pytest.mark.parametrize(
    ("phase", "expected"),
    [("", ["2"]), ("#DEFAULT", ["2"]), ("#ALL", ["1", "2"]), ("one", ["1"]), ("two", ["2"])],
)
def test_phases(phase, expected):
    assert messages(PHASES, "<r/>", 'queryBinding="xslt2" defaultPhase="two"', phase=phase) == expected


def test_phases_are_listed_and_an_unknown_one_is_refused():
    compiled = rules(PHASES)
    assert compiled.phases == ("one", "two")
    with pytest.raises(SchematronError, match="one, two"):
        list(schematron.check(compiled, document("<r/>"), phase="three"))


def test_abstract_patterns():
    content = """<pattern abstract="true" id="table"><rule context="$table"><assert test="$row">The <name/> has no
        $row.</assert></rule></pattern>
        <pattern is-a="table"><param name="table" value="tab"/><param name="row" value="line"/></pattern>
        <pattern is-a="table"><param name="table" value="grid"/><param name="row" value="cell"/></pattern>"""
    assert messages(content, "<r><tab/><grid><cell/></grid></r>") == ["The tab has no line."]


def test_abstract_rules():
    content = """<pattern><rule abstract="true" id="named"><let name="n" value="'N'"/><assert test="@n"><value-of
        select="$n"/> missing</assert></rule><rule context="a"><extends rule="named"/><assert test="@m">m</assert>
        </rule></pattern>"""
    assert messages(content, "<a/>") == ["N missing", "m"]


def test_includes_come_through_the_resolver():
    files = {
        "p.sch": "<pattern xmlns='http://purl.oclc.org/dsdl/schematron'><include href='r.sch#x'/></pattern>",
        "r.sch": "<x xmlns='http://purl.oclc.org/dsdl/schematron'><rule id='x' context='a'>"
        "<report test='true()'>in</report></rule></x>",
        "more.sch": "<rule xmlns='http://purl.oclc.org/dsdl/schematron'><report test='true()'>extended</report></rule>",
    }
    content = "<include href='p.sch'/><pattern><rule context='b'><extends href='more.sch'/></rule></pattern>"
    compiled = rules(content, resolve=lambda href, _base: files[href].encode())
    assert [fault.message for fault in schematron.check(compiled, document("<r><a/><b/></r>"))] == ["in", "extended"]
    with pytest.raises(SchematronError, match=r"p\.sch"):
        rules(content)


def test_an_include_in_a_circle_ends():
    text = "<pattern xmlns='http://purl.oclc.org/dsdl/schematron'><include href='p.sch'/></pattern>"
    with pytest.raises(SchematronError, match="circle"):
        rules("<include href='p.sch'/>", resolve=lambda _href, _base: text.encode())


def test_messages_are_filled_in():
    content = """<pattern><rule context="b"><report test="true()">The <name/> in <name path=".."/> has
        <emph>two</emph> <span>things</span>: <value-of select="c"/>.</report></rule></pattern>"""
    assert messages(content, "<a><b><c>1</c><c>2</c></b></a>") == ["The b in a has two things: 1 2."]
    assert messages(content, "<a><b><c>1</c><c>2</c></b></a>", "") == ["The b in a has two things: 1."]


def test_diagnostics_see_flag_and_fixes_are_in_the_help():
    content = """<sqf:fixes><sqf:fix id="add"><sqf:description><sqf:title>Add a date</sqf:title></sqf:description>
        </sqf:fix></sqf:fixes><pattern><rule context="a"><assert test="@d" diagnostics="d1 d2" see="http://x/y"
        flag="dates" sqf:fix="add">No date.</assert></rule></pattern>
        <diagnostics><diagnostic id="d1">It is <value-of select="@n"/></diagnostic><diagnostic
        id="d2">Add one.</diagnostic></diagnostics>"""
    (fault,) = faults(content, "<a n='7'/>")
    assert fault.message == "No date."
    assert fault.help == "It is 7. Add one. See http://x/y. Quick fix offered: Add a date. Flagged as “dates”."


@pytest.mark.parametrize(
    ("role", "severity"),
    [
        ("", "error"),
        ("fatal", "error"),
        ("Warning", "warning"),
        ("nonfatal", "warning"),
        ("info", "info"),
        ("chef", "error"),
    ],
)
def test_roles(role, severity):
    content = f'<pattern><rule context="a"><report role="{role}" test="true()">x</report></rule></pattern>'
    assert faults(content, "<a/>")[0].severity == Severity(severity)
    told = '<report test="true()">x</report>'
    content = f'<pattern role="info"><rule context="a" role="{role or "error"}">{told}</rule></pattern>'
    expected = "info" if role == "chef" else severity
    assert faults(content, "<a/>")[0].severity == Severity(expected)


def test_the_place_is_the_element_or_the_subject():
    content = """<pattern><rule context="b/@x"><report test="true()">x</report></rule></pattern>
        <pattern><rule context="a"><report test="true()" subject="b[2]">s</report></rule></pattern>"""
    found = faults(content, "<a>\n<b/>\n<b x='1'/></a>")
    assert {(fault.message, fault.place.line, fault.place.xpath) for fault in found} == {
        ("x", 3, "/a/b[2]"),
        ("s", 3, "/a/b[2]"),
    }


def test_advice_is_split_off_where_that_is_asked_for():
    content = rule("a", "true()", message="Two dates: keep one.")
    assert messages(content, "<a/>") == ["Two dates: keep one."]
    (fault,) = faults(content, "<a/>", split_advice=True)
    assert (fault.message, fault.help) == ("Two dates.", "Keep one.")
    assert messages(rule("a", "true()", message="Rule: Two dates."), "<a/>", split_advice=True) == ["Rule: Two dates."]


def test_an_assertion_that_has_no_value_is_told_once_and_the_others_go_on():
    content = """<pattern><rule context="a"><assert test="number(@n) + 'x'">1</assert>
        <assert test="xs:date(@n)">2</assert><assert test="@m">3</assert>
        <assert test="((">4</assert></rule></pattern>"""
    found = faults(content, "<r><a n='x'/><a n='y'/></r>")
    assert [fault.code for fault in found].count("V021") == 3
    assert [fault.message for fault in found if fault.code == "V020"] == ["3", "3"]


def test_a_context_that_is_no_pattern_is_told():
    found = faults("<pattern><rule context='a['><report test='true()'>x</report></rule></pattern>", "<a/>")
    assert [fault.code for fault in found] == ["V021"]


@pytest.mark.parametrize(
    "content",
    [
        "<pattern><rule><report test='true()'/></rule></pattern>",
        "<pattern><rule context='a'><report/></rule></pattern>",
        "<pattern is-a='nothing'/>",
        "<pattern><rule context='a'><extends rule='nothing'/></rule></pattern>",
        "<pattern><rule id='a' context='a'><extends rule='a'/></rule></pattern>",
        "<phase><active pattern='x'/></phase>",
        "<let value='1'/>",
    ],
)
def test_a_schema_that_is_none_is_refused_with_its_line(content):
    with pytest.raises(SchematronError) as caught:
        rules(content)
    assert caught.value.line == 1


def test_what_is_no_schema_at_all_is_refused():
    for data in (b"", b"<a>", b"<a/>", schema("", 'queryBinding="sparql"')):
        with pytest.raises(SchematronError):
            schematron.compile(data)


def test_functions_of_xslt():
    content = """<xsl:key name="ids" match="*[@id]" use="@id"/>
        <pattern><rule context="a"><assert test="key('ids', substring(@ref, 2))">lost</assert>
        <report test="//a[generate-id(.) != generate-id(current())]/@ref = @ref">twice</report>
        <report test="function-available('document') and system-property('xsl:version') = ''">odd</report></rule>
        </pattern>"""
    assert messages(content, "<r><a ref='#x'/><a ref='#y'/><a ref='#y'/><b id='x'/></r>") == [
        "lost",
        "twice",
        "lost",
        "twice",
    ]


def test_other_documents_come_through_the_resolver_only():
    content = rule("a", "not(@n = document('list.xml')//n)")
    (fault,) = faults(content, "<r><a n='1'/><a n='2'/></r>")
    assert (fault.code, "not allowed" in fault.message) == ("V021", True)
    compiled = rules(content, resolve=lambda _href, _base: b"<l><n>1</n></l>")
    found = schematron.check(compiled, document("<r><a n='1'/><a n='2'/></r>"))
    assert [fault.place.xpath for fault in found] == ["/r/a[2]"]
    assert faults(rule("a", "unparsed-text('/etc/passwd') = 'x'"), "<a/>")[0].code == "V021"
    assert faults(rule("a", "doc('file:///etc/passwd')//x"), "<a/>")[0].code == "V021"


FUNCTION = """<ns prefix="f" uri="urn:f"/><xsl:function name="f:twice" xmlns:f="urn:f"><xsl:param name="n"/>
    <xsl:variable name="m" select="2"/><xsl:sequence select="$n * $m"/></xsl:function>
    <xsl:function name="f:long" xmlns:f="urn:f"><xsl:param name="n"/><xsl:choose/></xsl:function>
    <xsl:function name="f:down" xmlns:f="urn:f"><xsl:param name="n"/>
    <xsl:sequence select="f:down($n + 1)"/></xsl:function>"""


def test_functions_of_the_schema():
    doc = "<r><a n='1'/><a n='2'/></r>"
    assert messages(FUNCTION + rule("a", "f:twice(@n) = 4"), doc) == ["hit a"]
    assert messages(FUNCTION + rule("a", "(for $x in @n return f:twice($x)) idiv 4 = 1"), doc) == ["hit a"]
    for name in ("long", "down"):
        (fault,) = faults(FUNCTION + rule("a", f"f:{name}(@n) = 4"), doc)
        assert fault.code == "V021"
        assert f"{name}()" in fault.message


def test_rules_in_relax_ng_and_xml_schema():
    rng = """<grammar xmlns="http://relaxng.org/ns/structure/1.0" xmlns:s="http://www.ascc.net/xml/schematron"
        xmlns:sch="http://purl.oclc.org/dsdl/schematron"><sch:ns prefix="t" uri="urn:t"/><start><element name="a">
        <sch:pattern id="p"><sch:rule context="t:a"><sch:assert test="@x eq '1'">new</sch:assert></sch:rule>
        </sch:pattern><s:rule context="t:a"><s:report test="true()">old</s:report></s:rule><empty/></element>
        </start></grammar>"""
    xsd = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a"><xs:annotation><xs:appinfo>
        <pattern xmlns="http://purl.oclc.org/dsdl/schematron"><rule context="a"><assert test="@x">xsd</assert></rule>
        </pattern></xs:appinfo></xs:annotation></xs:element></xs:schema>"""
    for host, doc, expected in ((rng, "<a xmlns='urn:t'/>", ["new", "old"]), (xsd, "<a/>", ["xsd"])):
        compiled = schematron.compile(host.encode())
        assert [fault.message for fault in schematron.check(compiled, document(doc))] == expected


def test_without_a_query_language_a_schema_is_xpath_1_if_it_can_be():
    test = "contains(b, 'x')"
    assert messages(rule("a", test), "<a><b>x</b><b/></a>", "") == ["hit a"]
    assert faults(rule("a", test), "<a><b>x</b><b/></a>")[0].code == "V021"
    assert messages(rule("a", "@x eq '1'"), "<a x='1'/>", "") == ["hit a"]


def test_references_to_entities_are_no_obstacle():
    doc = "<!DOCTYPE r [<!ENTITY e 'x'>]><r>a&e;<a>&e;</a></r>"
    assert messages(rule("a", "../text()"), doc) == ["hit a"]
    assert [fault.code for fault in faults(rule("a", "xs:date('2000-01-01') lt current-date()"), doc)] == ["V020"]


def test_variables_of_a_pattern_are_seen_in_the_others():
    content = """<pattern><rule context="a"><report test="@x = $known">known</report></rule></pattern>
        <pattern><let name="known" value="('1', '2')"/><rule context="b"><report test="@x = $known">b</report></rule>
        </pattern>"""
    assert messages(content, "<r><a x='2'/><a x='3'/></r>") == ["known"]


def test_a_rule_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr("teikit.validate.schematron.engine.MOST_SECONDS", -1)
    found = faults(rule("a", "true()"), "<r><a/><a/></r>")
    assert [fault.code for fault in found] == ["V021"]
    assert "stopped" in found[0].message


@pytest.mark.parametrize(
    "test",
    [
        "//p[@id = substring(current()/@ref, 2)]",
        "substring(@ref, 2) = //@id",
        "preceding::p/@id = @id",
        "following::p[@id = substring(current()/@next, 2)]",
        "count(preceding-sibling::p) ge 0",
        "count(//p) gt 3",
        "exists(//p[concat('#', @id) = current()/@ref])",
        "preceding-sibling::p[@id = current()/@id]",
    ],
)
def test_searches_of_a_whole_document_do_not_grow_with_its_square(test):
    text = "".join(f"<p id='{n}' ref='#{n * 7}' next='#{n + 1}'/>" for n in range(20_000))
    doc = document(f"<r>{text}</r>")
    compiled = rules(rule("p", f"not({test})", kind="assert").replace("assert", "report"))
    start = perf_counter()
    count = sum(1 for _ in zip(schematron.check(compiled, doc), range(3), strict=False))
    assert count <= 3
    assert perf_counter() - start < 10


def test_a_pattern_for_other_files_is_told():
    content = "<pattern documents='@href'><rule context='a'><report test='true()'>x</report></rule></pattern>"
    assert [fault.code for fault in faults(content, "<a/>")] == ["V021"]
