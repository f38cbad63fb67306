import ClientProtocol
import Testing

@Suite struct VisibleTextTests {
    typealias Fault = VisibleText.Fault

    static func name(_ text: String) -> Result<String, Fault> {
        do throws(Fault) {
            return .success(try VisibleText(text, within: .name).text)
        } catch {
            return .failure(error)
        }
    }

    static let england = "\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}"
    static let scotland = "\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}"

    @Test(
        "a name that people write is taken as it is",
        arguments: [
            "A", "Ada", "Ada Lovelace", "O'Neil-Þór", "Łukasz", "Cafe\u{301}", "蛇", "ひらがな", "김철수", "1234567890123456",
            "…", "-_-",
            "می\u{200C}خواهم", "علی\u{200C}رضا", "مهدی\u{200C}۲",  // Persian: a non-joiner inside a word
            "ئه\u{200C}مه\u{200C}د", "ڕۆژ گه\u{200C} ش",  // Kurdish: at the end of a syllable and of a word
            "क्\u{200D}ष", "क्\u{200C}ष", "ශ්\u{200D}රී", "അവന്\u{200D}",  // Indic: conjuncts, a chillu at the end
            "ه\u{200D}",  // a lone Arabic letter in the form that joins
            "ᠮᠣᠩᠭᠣᠯ", "ᠰᠡᠴᠡᠨ\u{180E}ᠡ", "葛\u{E0100}城",  // Mongolian with its separator, a variant of an ideograph
            "👩\u{200D}🚀", "👩\u{200D}👩\u{200D}👧", "🏳\u{FE0F}\u{200D}🌈", "🧑🏽\u{200D}⚕\u{FE0F}", "❤\u{FE0F}\u{200D}🔥",
            "1\u{FE0F}\u{20E3}", "🇺🇦", "☺\u{FE0E}",
            england, "Ada \(scotland)", "\(england)\(scotland)", "🏴", "🏴\u{200D}☠\u{FE0F}",
        ])
    func taken(text: String) {
        #expect(Self.name(text) == .success(text))
    }

    @Test(
        "white space and blanks around a name are cut",
        arguments: [
            ("  Ada\n", "Ada"), ("\u{3000}Ada\u{A0}", "Ada"), ("\u{2800}Ada\u{2800}", "Ada"),
            ("Ada\u{2003}L", "Ada\u{2003}L"),
            ("ئه\u{200C}", "ئه"),  // nothing follows that the letter could join
            (String(repeating: " ", count: 500) + "a", "a"),
        ])
    func cut(text: String, name: String) {
        #expect(Self.name(text) == .success(name))
        #expect(Self.name(name) == .success(name), "what is taken once is taken again")
    }

    @Test(
        "a name that nobody can see is empty",
        arguments: [
            "", " ", " \t\u{2003}", "\u{2800}", "\u{2800} \u{2800}", "\u{301}", "\u{20DD}", "\u{1D159}", "\u{13441}",
            "\u{200C}",
        ])
    func empty(text: String) {
        #expect(Self.name(text) == .failure(.empty))
    }

    @Test(
        "a character that cannot be seen where it stands is refused, and named",
        arguments: [
            ("\u{3164}", "\u{3164}"), ("a\u{3164}", "\u{3164}"), ("\u{115F}\u{1160}", "\u{115F}"),
            ("\u{FFA0}", "\u{FFA0}"),
            ("\u{200D}", "\u{200D}"), ("a\u{200D}b", "\u{200D}"), ("a\u{200C}b", "\u{200C}"), ("\u{200D}🚀", "\u{200D}"),
            ("👩\u{200D}", "\u{200D}"), ("👩\u{200D}a", "\u{200D}"), ("می\u{200C}\u{200C}خ", "\u{200C}"),
            ("a\u{200B}b", "\u{200B}"), ("a\u{AD}b", "\u{AD}"), ("a\u{34F}b", "\u{34F}"), ("\u{FEFF}Ada", "\u{FEFF}"),
            ("a\u{202E}b", "\u{202E}"), ("a\u{2066}b", "\u{2066}"), ("a\u{200F}b", "\u{200F}"),
            ("a\u{61C}b", "\u{61C}"),
            ("a\u{0}b", "\u{0}"), ("a\nb", "\n"), ("a\u{7F}b", "\u{7F}"), ("a\u{85}b", "\u{85}"),
            ("a\u{2028}b", "\u{2028}"),
            ("a\u{FE0F}", "\u{FE0F}"), ("1\u{FE0F}", "\u{FE0F}"), ("\u{FE0F}", "\u{FE0F}"), ("a\u{E0100}", "\u{E0100}"),
            ("a\u{E0067}", "\u{E0067}"), ("\u{1F3F4}\u{E0067}\u{E0062}", "\u{E0067}"),
            ("\u{1F3F4}\u{E007F}", "\u{E007F}"),
            ("a\u{180E}b", "\u{180E}"), ("\u{1D173}", "\u{1D173}"), ("a\u{2061}", "\u{2061}"),
            ("a\u{FFF9}", "\u{FFF9}"),
        ] as [(String, Unicode.Scalar)])
    func hidden(text: String, scalar: Unicode.Scalar) {
        #expect(Self.name(text) == .failure(.hidden(scalar)))
    }

    @Test(
        "a character that others may not see is refused",
        arguments: ["\u{E000}", "\u{10FFFD}", "\u{378}"] as [Unicode.Scalar])
    func unknown(scalar: Unicode.Scalar) {
        #expect(Self.name("a\(scalar)") == .failure(.unknown(scalar)))
    }

    @Test("length is what people count, and bytes have a bound of their own")
    func length() {
        #expect(Self.name("12345678901234567") == .failure(.tooManyCharacters(17, most: 16)))
        #expect(Self.name(String(repeating: "🐍", count: 16)) == .success(String(repeating: "🐍", count: 16)))
        #expect(Self.name(String(repeating: "🐍", count: 17)) == .failure(.tooManyCharacters(17, most: 16)))
        #expect(
            Self.name(String(repeating: "e\u{301}", count: 16)) == .success(String(repeating: "e\u{301}", count: 16)))
        #expect(Self.name("👩\u{200D}👩\u{200D}👧") == .success("👩\u{200D}👩\u{200D}👧"), "one character")
        #expect(Self.name(Self.england + Self.england + Self.england) == .failure(.tooManyBytes(84, most: 64)))
        #expect(Self.name(String(repeating: "x", count: 5000)) == .failure(.tooManyBytes(5000, most: 64)))
        let line = String(repeating: "蛇", count: 200)
        #expect(throws: Never.self) { try VisibleText(line, within: .chatLine) }
        #expect(throws: Fault.tooManyCharacters(201, most: 200)) { try VisibleText(line + "蛇", within: .chatLine) }
    }

    @Test("marks do not tower over the line above")
    func marks() {
        #expect(
            Self.name("a" + String(repeating: "\u{301}", count: 8))
                == .success("a" + String(repeating: "\u{301}", count: 8)))
        #expect(Self.name("a" + String(repeating: "\u{301}", count: 9)) == .failure(.tooManyMarks))
    }

    @Test(
        "the reason is said in a sentence",
        arguments: [
            (.empty, "A name needs something that can be seen."),
            (.tooManyCharacters(17, most: 16), "A name has at most 16 characters; this one has 17."),
            (
                .tooManyBytes(84, most: 64),
                "A name takes at most 64 bytes; this one takes 84. Use fewer emoji or accents."
            ),
            (.hidden("\u{0}"), "A name must not hold U+0000, which cannot be seen where it stands."),
            (.unknown("\u{10FFFD}"), "A name must not hold U+10FFFD, which others may not see."),
            (.tooManyMarks, "A name has at most 8 marks on a letter."),
        ] as [(Fault, String)])
    func sentences(fault: Fault, sentence: String) {
        #expect(fault.sentence(about: "A name") == sentence)
    }

    @Test("every scalar is judged, wherever it stands")
    func everyScalar() {
        for value in Array(UInt32(0)...0x1_FFFF) + Array(0xE_0000...0xE_0FFF) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            for text in ["\(scalar)", "a\(scalar)", "م\(scalar)م", "👩\(scalar)👩"] {
                if case .success(let name) = Self.name(text) {
                    #expect(
                        Self.name(name) == .success(name), "U+\(String(value, radix: 16)) is taken once and not again")
                }
            }
        }
    }
}
