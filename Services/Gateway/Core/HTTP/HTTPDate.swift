/// A time as `Date` writes it (RFC 9110 section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
package struct HTTPDate: Sendable, CustomStringConvertible {
    private let seconds: UInt64

    /// - Parameter secondsSince1970: Up to the year 9999; a later time is written as the last second of that year.
    package init(secondsSince1970 seconds: UInt64) { self.seconds = min(seconds, 253_402_300_799) }

    package var description: String {
        let (days, ofDay) = (Int(seconds / 86_400), Int(seconds % 86_400))
        // Years from March on, so that the leap day is the last one (a year of 400 has 146 097 days).
        let shifted = days + 719_468
        let (era, dayOfEra) = (shifted / 146_097, shifted % 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = (marchMonth + 2) % 12
        let year = era * 400 + yearOfEra + (month < 2 ? 1 : 0)
        return "\(Self.weekdays[(days + 4) % 7]), \(Self.two(day)) \(Self.months[month]) \(Self.four(year)) "
            + "\(Self.two(ofDay / 3600)):\(Self.two(ofDay / 60 % 60)):\(Self.two(ofDay % 60)) GMT"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    private static func four(_ number: Int) -> String { two(number / 100) + two(number % 100) }
}
