import Foundation
import FoundationNetworking

enum HTTP {
    /// One request with a second's patience; `nil` when nobody answers.
    static func get(_ address: String) async -> (status: Int, body: String)? {
        guard let url = URL(string: address) else { return nil }
        let request = URLRequest(url: url, cachePolicy: .reloadIgnoringLocalCacheData, timeoutInterval: 1)
        guard let (data, response) = try? await URLSession.shared.data(for: request),
            let response = response as? HTTPURLResponse
        else { return nil }
        return (response.statusCode, String(decoding: data, as: UTF8.self))
    }
}
