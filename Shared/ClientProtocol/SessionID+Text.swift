package import Identity

extension SessionID {
    /// 16 hexadecimal digits, not all zero.
    package init?(hexadecimal digits: String) {
        guard digits.utf8.count == 16, digits.utf8.allSatisfy({ hexDigitValue($0) != nil }),
            let number = UInt64(digits, radix: 16)
        else { return nil }
        self.init(checked: number)
    }

    /// 16 lower-case digits, as the client writes it.
    package var hexadecimal: String {
        ClientProtocol.hexadecimal((0..<8).map { UInt8(truncatingIfNeeded: rawValue >> (56 - 8 * UInt64($0))) })
    }
}
