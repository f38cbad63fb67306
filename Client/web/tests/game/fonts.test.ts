import assert from "node:assert/strict";
import { test } from "node:test";
import { addressIn, covers, Face, isWanted } from "../../src/game/drawing/fonts";

function face(fields: Partial<Face["descriptors"]> = {}, family = "Text"): Face {
    return { family, source: "url(./text.woff2)", descriptors: { weight: "650", unicodeRange: "U+0-FF, U+131", ...fields } };
}

test("a face is wanted for letters that it has, in its own weight", () => {
    const font = "650 1.15px Text";
    assert.equal(isWanted(face(), { font, text: "Ada" }), true);
    assert.equal(isWanted(face({}, '"Text"'), { font, text: "Ada" }), true, "as style sheets quote it");
    assert.equal(isWanted(face(), { font, text: "Ωλ" }), false, "none of them");
    assert.equal(isWanted(face(), { font, text: "" }), false);
    assert.equal(isWanted(face({ weight: "500" }), { font, text: "Ada" }), false);
    assert.equal(isWanted(face({}, "Display"), { font, text: "Ada" }), false);
    assert.equal(isWanted(face({ weight: "900" }, "Display"), { font: "italic 900 4.2px Display", text: "+1" }), true);
});

test("ranges are read as CSS has them", () => {
    for (const [ranges, letter] of [["U+41", "A"], ["U+41-43", "B"], ["u+4?", "A"], ["U+1F600-1F64F", "\u{1F600}"], ["U+0-10FFFF", "ß"], ["U+20, U+DF", "ß"]] as const) {
        assert.equal(covers(ranges, letter), true, ranges);
    }
    for (const ranges of ["U+42", "U+43-5A", "U+5?", "", "nonsense", "U+"]) assert.equal(covers(ranges, "A"), false, ranges);
});

test("the address of a font is found with and without quotes", () => {
    assert.equal(addressIn("url(./a.woff2)"), "./a.woff2");
    assert.equal(addressIn('url("https://b.example/a.woff2") format("woff2")'), "https://b.example/a.woff2");
    assert.equal(addressIn("local(Text)"), null);
});
