import Integrations
import Testing

@testable import Web

/// What the pages make of Mustache: how values show, and what is escaped.
@Suite struct TemplateTests {
  private func render(
    _ source: String, _ values: [String: Any], _ others: [String: String] = [:]
  ) throws -> String {
    let sources = others.map { ($0.key, $0.value) } + [("page", source)]
    return try Templates(sources).render("page", .english, values)
  }

  @Test("text is escaped, markup is not, and what is not there shows nothing")
  func variables() throws {
    let hostile = "<b title=\"x\" class='y'>&amp; å"
    #expect(
      try render("a {{text}} {{{text}}} {{none}}.", ["text": hostile])
        == "a &lt;b title=&quot;x&quot; class=&#39;y&#39;&gt;&amp;amp; å \(hostile) .")
    #expect(try render("{{n}} {{m}}", ["n": 7, "m": Int64(-3)]) == "7 -3")
  }

  @Test(
    "a section shows for what is there",
    arguments: [
      ("true", true), ("false", false), ("empty", false), ("text", true), ("none", false),
      ("list", true), ("nothing", false), ("number", true), ("object", true),
    ])
  func sections(name: String, isShown: Bool) throws {
    let values: [String: Any] = [
      "true": true, "false": false, "empty": "", "text": "x", "list": ["x"],
      "nothing": [String](), "number": 0, "object": ["x": 1],
    ]
    let shown = try render("{{#\(name)}}yes{{/\(name)}}{{^\(name)}}no{{/\(name)}}", values)
    #expect(shown == (isShown ? "yes" : "no"))
  }

  @Test("lists repeat, the nearest meaning of a name counts, and a dot is the thing itself")
  func scopes() throws {
    let rows: [[String: Any]] = [
      ["name": "a", "words": ["<x>", "y"]], ["name": "b", "words": [String](), "own": "z"],
    ]
    #expect(
      try render(
        "{{#rows}}{{name}}{{own}}{{#words}}({{.}}{{name}}){{/words}} {{/rows}}{{name}}",
        ["rows": rows, "name": "outer", "own": "o"])
        == "ao(&lt;x&gt;a)(ya) bz outer")
  }

  @Test("partials and the layout stand in their places")
  func parts() throws {
    let others = [
      "layout": "<html>{{title}}{{$main}}nothing{{/main}}</html>",
      "part": "[{{#list}}{{> item}}{{/list}}]",
      "item": "{{.}};",
    ]
    let values: [String: Any] = ["title": "T", "list": ["1", "2"]]
    #expect(
      try render("{{<layout}}{{$main}}\n<p>{{> part}}</p>{{/main}}{{/layout}}\n", values, others)
        == "<html>T\n<p>[1;2;]</p></html>\n")
  }

  @Test(
    "what is not whole does not compile",
    arguments: ["{{name", "{{#a}}", "{{#a}}{{/b}}", "{{{a}}"])
  func faults(source: String) {
    #expect(throws: (any Error).self) { try Templates([("page", source)]) }
  }

  @Test("a text shows in the language that is asked for")
  func languages() throws {
    let templates = try Templates([("page", "[[Save|Spara]] {{x}}")])
    #expect(templates.render("page", .english, ["x": "1"]) == "Save 1")
    #expect(templates.render("page", .swedish, ["x": "1"]) == "Spara 1")
  }
}
