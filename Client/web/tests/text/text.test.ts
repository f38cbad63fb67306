import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { de } from "../../src/text/de";
import { en } from "../../src/text/en";
import { Entry, fill, Texts } from "../../src/text/forms";
import { preferred } from "../../src/text/text";

const languages: Record<string, Texts> = { en, de };

function forms(entry: Entry): string[] {
    return typeof entry === "string" ? [entry] : Object.values(entry);
}

function places(text: string): string[] {
    return [...new Set(Array.from(text.matchAll(/\{(\w+)\}/g), (found) => found[1] as string))].sort();
}

test("each language says the same: the same keys, the same values in each form", () => {
    for (const [code, texts] of Object.entries(languages)) {
        assert.deepEqual(Object.keys(texts).sort(), Object.keys(en).sort(), code);
        for (const [key, entry] of Object.entries(texts)) {
            const wanted = places(forms(en[key as keyof typeof en])[0] as string);
            for (const form of forms(entry)) {
                assert.deepEqual(places(form), wanted, `${code} ${key}`);
                assert.notEqual(form.trim(), "", `${code} ${key}`);
            }
        }
    }
});

test("each language has the forms that its plural rules ask for", () => {
    for (const [code, texts] of Object.entries(languages)) {
        const asked = new Intl.PluralRules(code).resolvedOptions().pluralCategories.slice().sort();
        for (const [key, entry] of Object.entries(texts)) {
            if (typeof entry !== "string") assert.deepEqual(Object.keys(entry).sort(), asked, `${code} ${key}`);
        }
    }
});

test("forms follow the number, and values are put in as they are", () => {
    const entry = { one: "{n} bot of {name}", few: "{n} boty", other: "{n} bots of {name}" };
    const said = (n: number, code: string) => fill(entry, { n, name: "{n} & Ada" }, new Intl.PluralRules(code));
    assert.equal(said(1, "en"), "1 bot of {n} & Ada");
    assert.equal(said(0, "en"), "0 bots of {n} & Ada");
    assert.equal(said(3, "cs"), "3 boty");
    assert.equal(fill("{a} {b}", { a: 1 }, new Intl.PluralRules("en")), "1 {b}");
});

test("the reader's first language that the page speaks is taken", () => {
    assert.equal(preferred(["fr-FR", "de-AT", "en"]), "de");
    assert.equal(preferred(["EN-gb", "de"]), "en");
    assert.equal(preferred(["fr", "toString"]), "en");
    assert.equal(preferred([]), "en");
});

test("no page holds words of its own", () => {
    const words = /(?<!=)>\s*[A-Z][a-z]+[^<>{}=;()]*<|(?:aria-label|placeholder|title|label)="[A-Z]/;
    for (const folder of ["pages", "app"]) {
        for (const name of readdirSync(`Client/web/src/${folder}`, { recursive: true }) as string[]) {
            if (!name.endsWith(".tsx")) continue;
            const lines = readFileSync(`Client/web/src/${folder}/${name}`, "utf8").split("\n");
            lines.forEach((line, index) => assert.doesNotMatch(line.replace("SnakeTron</span>", ""), words, `${name}:${index + 1}`));
        }
    }
});
