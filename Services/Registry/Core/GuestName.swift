package import ClientProtocol

/// The name of a player, as others see it.
package struct GuestName: Sendable, Hashable {
    package let text: String

    package init(validating text: String) throws(VisibleText.Fault) {
        self.text = try VisibleText(text, within: .name).text
    }
}
