import Foundation
import Testing
import Vectors
import Vocabulary

@testable import Credentials

/// A fresh folder, gone with the last reference to it.
final class TemporaryFolder {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("credentials-\(UUID())").path

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
        return path + "/" + name
    }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: path + "/" + name, withIntermediateDirectories: false)
    }

    func text(of name: String) throws -> String { try String(contentsOfFile: path + "/" + name, encoding: .utf8) }
}

/// SplitMix64: the same hostile bytes in every run.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

func unhex(_ text: String) throws -> [UInt8] { try #require(Hex.bytes(text)) }

extension TrustStore {
    func examine(_ text: String) -> Examination { examine(Payload(Array(text.utf8))) }
}

extension Examination {
    var refusal: Refusal? { if case .failure(let refusal) = outcome { refusal } else { nil } }
    var credential: Credential? { try? outcome.get() }
}

extension SitePass {
    /// An ordinary pass, but for what a test says.
    static func sample(
        identifier: [UInt8] = Array(0..<16), issuer: String = "site", holderClass: HolderClass = .member,
        notBefore: Int64 = 1_767_225_600, expires: Int64 = 1_798_761_600, scope: StationScope = .stations(["north"]),
        isSingleUse: Bool = false
    ) throws(SitePassFault) -> SitePass {
        try SitePass(
            identifier: identifier, issuer: issuer, holderClass: holderClass, notBefore: WallTime(seconds: notBefore),
            expires: WallTime(seconds: expires), scope: scope, isSingleUse: isSingleUse)
    }
}

/// The JSON file of the published vectors at `path`.
func vector(_ path: String) throws -> Any {
    let folder = try #require(Vectors.folder)
    return try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appendingPathComponent(path)))
}

extension RevokedPasses: ExpressibleByArrayLiteral {
    public init(arrayLiteral passes: [UInt8]...) { self.init(listed: passes.compactMap(UInt128.init(bigEndianBytes:))) }
}

func second(_ count: UInt64) -> MonotonicTime { MonotonicTime(nanoseconds: count * 1_000_000_000) }
