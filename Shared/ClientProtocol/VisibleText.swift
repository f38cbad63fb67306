/// A text that other players see: a name, or a line of chat. The one rule for both, wherever such a text comes in.
///
/// White space around it is cut. What is left has something to see, and nothing that cannot be seen: no control characters,
/// no characters that turn the order of others around, no fillers. Joiners and selectors stay where writing needs them.
package struct VisibleText: Sendable, Hashable {
    package let text: String

    /// What is counted: characters as people count them (extended grapheme clusters, UAX #29), and bytes of UTF-8, since
    /// one such character may be built of any number of scalars.
    package struct Bounds: Sendable, Equatable {
        package let characters: Int
        package let bytes: Int

        package static let name = Bounds(characters: 16, bytes: 64)
        package static let chatLine = Bounds(characters: 200, bytes: 800)
    }

    package enum Fault: Error, Sendable, Equatable {
        /// Nothing in it can be seen.
        case empty
        case tooManyCharacters(Int, most: Int)
        case tooManyBytes(Int, most: Int)
        /// It cannot be seen where it stands, or changes how others are shown.
        case hidden(Unicode.Scalar)
        /// For private use, or in no version of Unicode that this program knows.
        case unknown(Unicode.Scalar)
        /// More than ``VisibleText/maximumMarks`` on one letter.
        case tooManyMarks
    }

    /// Combining marks in a row; the tallest stacks of Tibetan have eight.
    package static let maximumMarks = 8

    /// Longer ones are not looked at any closer, in bytes.
    private static let maximumRawBytes = 4096

    package init(_ given: String, within bounds: Bounds) throws(Fault) {
        guard given.utf8.count <= Self.maximumRawBytes else {
            throw .tooManyBytes(given.utf8.count, most: bounds.bytes)
        }
        let scalars = Self.trimmed(Array(given.unicodeScalars))
        guard !scalars.isEmpty else { throw .empty }
        try Self.check(scalars)
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        text = String(view)
        guard text.count <= bounds.characters else {
            throw .tooManyCharacters(text.count, most: bounds.characters)
        }
        guard text.utf8.count <= bounds.bytes else { throw .tooManyBytes(text.utf8.count, most: bounds.bytes) }
    }

    /// Without white space and blanks around it. A non-joiner at the end has nothing to keep apart.
    private static func trimmed(_ scalars: [Unicode.Scalar]) -> ArraySlice<Unicode.Scalar> {
        guard let first = scalars.firstIndex(where: { !isBlank($0) }),
            let last = scalars.lastIndex(where: { !isBlank($0) && $0 != nonJoiner })
        else { return [] }
        return first <= last ? scalars[first...last] : []
    }

    private static func check(_ scalars: ArraySlice<Unicode.Scalar>) throws(Fault) {
        var showsAnything = false
        var marks = 0
        var index = scalars.startIndex
        while index < scalars.endIndex {
            let scalar = scalars[index]
            if scalar == blackFlag, let end = endOfFlag(in: scalars, at: index) {
                showsAnything = true
                marks = 0
                index = end
                continue
            }
            let isMark = isCombining(scalar)
            marks = isMark ? marks + 1 : 0
            guard marks <= maximumMarks else { throw .tooManyMarks }
            if isInvisible(scalar) {
                guard belongs(at: index, in: scalars) else { throw .hidden(scalar) }
            } else {
                switch scalar.properties.generalCategory {
                case .control, .lineSeparator, .paragraphSeparator, .surrogate: throw .hidden(scalar)
                case .format where !isSignOfNumbers(scalar): throw .hidden(scalar)
                case .privateUse, .unassigned: throw .unknown(scalar)
                default: showsAnything = showsAnything || (!isMark && !isBlank(scalar))
                }
            }
            index += 1
        }
        guard showsAnything else { throw .empty }
    }

    // MARK: Single characters

    private static let nonJoiner: Unicode.Scalar = "\u{200C}"
    private static let joiner: Unicode.Scalar = "\u{200D}"
    private static let blackFlag: Unicode.Scalar = "\u{1F3F4}"
    private static let endOfTags: Unicode.Scalar = "\u{E007F}"

    /// White space, and the blanks that Unicode counts as letters or symbols.
    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2800, 0x1_3441, 0x1_3442, 0x1_D159: true  // Braille, Egyptian, musical notation
        default: scalar.properties.isWhitespace
        }
    }

    /// What a program shows nothing for by itself: joiners, selectors, fillers, tags (UAX #44, Default_Ignorable_Code_Point).
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x80 && scalar.properties.isDefaultIgnorableCodePoint
    }

    private static func isCombining(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x300 else { return false }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark: return !scalar.properties.isDefaultIgnorableCodePoint
        default: return false
        }
    }

    /// Of the format characters those that show: Prepended_Concatenation_Mark of PropList.txt.
    private static func isSignOfNumbers(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0600...0x0605, 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x1_10BD, 0x1_10CD: true
        default: false
        }
    }

    private static func isEmoji(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x80 && scalar.properties.isEmoji
    }

    // MARK: Where invisible characters belong

    /// Whether writing needs the invisible character that stands here.
    private static func belongs(at index: Int, in scalars: ArraySlice<Unicode.Scalar>) -> Bool {
        guard index > scalars.startIndex else { return false }
        let before = scalars[index - 1]
        let after = index + 1 < scalars.endIndex ? scalars[index + 1] : nil
        switch scalars[index].value {
        case 0x200C: return joins(before)
        case 0x200D:
            if joins(before) { return true }
            let continues = isEmoji(before) || before == "\u{FE0F}" || before == endOfTags
            return continues && after.map(isEmoji) ?? false
        case 0xFE0E, 0xFE0F:
            // A digit becomes a keycap by it, and stays as it is without one.
            if isEmoji(before) || before.properties.generalCategory == .otherSymbol { return true }
            return (before.properties.isEmoji && after == "\u{20E3}") || before.properties.isIdeographic
        case 0xFE00...0xFE0D, 0xE_0100...0xE_01EF:
            return before.properties.isIdeographic || (0x1000...0x109F).contains(before.value)
        case 0x180B...0x180F: return (0x1820...0x18AA).contains(before.value)  // Mongolian
        default: return false
        }
    }

    /// A letter, mark or digit of a script whose letters join, so that a joiner after it makes a difference: Arabic and its
    /// relatives, the scripts of India and of the lands around it, Mongolian.
    private static func joins(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0600...0x0DFF, 0x1000...0x109F, 0x1780...0x18AF, 0x1A20...0x1AAF, 0x1B00...0x1BFF, 0xA840...0xA8FF,
            0xA980...0xA9DF, 0xAA60...0xAA7F, 0xABC0...0xABFF, 0xFB50...0xFDFF, 0xFE70...0xFEFE,
            0x1_0AC0...0x1_0AFF, 0x1_0B80...0x1_0BAF, 0x1_0D00...0x1_0D3F, 0x1_0F30...0x1_0FDF,
            0x1_1000...0x1_1FFF, 0x1_E900...0x1_E95F:
            break
        default: return false
        }
        switch scalar.properties.generalCategory {
        case .otherLetter, .modifierLetter, .uppercaseLetter, .lowercaseLetter, .nonspacingMark, .spacingMark,
            .decimalNumber:
            return !scalar.properties.isDefaultIgnorableCodePoint
        default: return false
        }
    }

    /// The flag of a part of a country, as England's: a black flag, three to six letters or digits as tags, and their end
    /// (UTS #51, section 2.6.1).
    /// - Returns: The index after it; `nil`: no such flag begins here.
    private static func endOfFlag(in scalars: ArraySlice<Unicode.Scalar>, at index: Int) -> Int? {
        var next = index + 1
        while next < scalars.endIndex, isTag(scalars[next]) { next += 1 }
        guard (3...6).contains(next - index - 1), next < scalars.endIndex, scalars[next] == endOfTags else {
            return nil
        }
        return next + 1
    }

    private static func isTag(_ scalar: Unicode.Scalar) -> Bool {
        (0xE_0030...0xE_0039).contains(scalar.value) || (0xE_0061...0xE_007A).contains(scalar.value)
    }
}

extension VisibleText.Fault {
    /// A sentence for the player. `what`: how the text is called there, as in "A name".
    package func sentence(about what: String) -> String {
        switch self {
        case .empty: "\(what) needs something that can be seen."
        case .tooManyCharacters(let count, let most): "\(what) has at most \(most) characters; this one has \(count)."
        case .tooManyBytes(let count, let most):
            "\(what) takes at most \(most) bytes; this one takes \(count). Use fewer emoji or accents."
        case .hidden(let scalar):
            "\(what) must not hold \(Self.name(of: scalar)), which cannot be seen where it stands."
        case .unknown(let scalar): "\(what) must not hold \(Self.name(of: scalar)), which others may not see."
        case .tooManyMarks: "\(what) has at most \(VisibleText.maximumMarks) marks on a letter."
        }
    }

    /// As Unicode writes it: `U+202E`.
    private static func name(of scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
