import assert from "node:assert/strict";
import { test } from "node:test";
import { codeIn } from "../../src/app/code";

test("a lobby's code is found in whatever was typed or pasted", () => {
    for (const text of [
        "KX4QZ", "kx4qz", " KX4QZ", "KX4QZ \n", "\u00a0kx4qz\u00a0", "KX4-QZ", "K X 4 Q Z", "KX4\u200bQZ", "\u2068KX4QZ\u2069",
        "http://127.0.0.1:8080/?join=KX4QZ", "https://play.example/?a=1&join=kx4qz#top", "  https://play.example/?join=KX4QZ  ",
        "Join me: https://play.example/?join=KX4QZ, it is fun", "?join=KX4QZ", "The lobby is KX4QZ!", "Lobby KX4QZ, so KX4QZ",
    ]) assert.equal(codeIn(text), "KX4QZ", JSON.stringify(text));
});

test("what holds no code, or two, is not taken for one", () => {
    for (const text of [
        "", " ", "KX4Q", "KX4QZA", "KX4Q0", "KX4QI", "KX4Q1", "OX4QZ", "hello there", "KX4QZ or AB2CD",
        "https://play.example/?join=KX4QZA", "https://play.example/?join=KX4Q", "https://a.example/?join=KX4QZ https://a.example/?join=AB2CD",
    ]) assert.equal(codeIn(text), null, JSON.stringify(text));
});
