import Credentials
import Vocabulary

/// That one pass lets in one person: what is done when it comes in twice.
public struct PassbackRules: Hashable, Sendable {
    public enum Mode: String, Sendable, CaseIterable {
        case off
        /// It stays out until it has left.
        case hard
        /// An officer decides until it has left.
        case soft
        /// It stays out for a while after it came in.
        case timed
    }

    /// A class that is not named may come in as often as it likes.
    public var modes: [HolderClass: Mode] = [:]
    /// How long `timed` lasts.
    public var interval: Duration = .seconds(600)

    public init() {}
}

/// Which passes came in and have not left: by what the credential is, not by its picture.
public struct Passback: Sendable {
    /// What is against a pass that comes in.
    public enum Finding: Hashable, Sendable {
        case denied, referred
    }

    /// More passes are not remembered at once; the one that came in first makes room.
    static let capacity = 20_000

    public var rules: PassbackRules
    /// When each came in: until when `timed` lasts.
    private var ends: [CredentialHash: MonotonicTime] = [:]

    public init(rules: PassbackRules) { self.rules = rules }

    /// How many passes are remembered.
    public var count: Int { ends.count }

    /// Nil where nothing is against it.
    public func finding(for credential: CredentialHash, of holder: HolderClass, at now: MonotonicTime) -> Finding? {
        guard let end = ends[credential] else { return nil }
        return switch rules.modes[holder] ?? .off {
        case .off: nil
        case .hard: .denied
        case .soft: .referred
        case .timed: now < end ? .denied : nil
        }
    }

    /// A pass came in `ago`.
    public mutating func enter(_ credential: CredentialHash, at now: MonotonicTime, ago: Duration = .zero) {
        if ends.count >= Self.capacity, ends[credential] == nil, let first = ends.min(by: { $0.value < $1.value }) {
            ends[first.key] = nil
        }
        ends[credential] = now + max(.zero, rules.interval - max(.zero, ago))
    }

    /// A pass left, or is forgiven by hand; whether it was inside.
    @discardableResult
    public mutating func forgive(_ credential: CredentialHash) -> Bool { ends.removeValue(forKey: credential) != nil }

    /// All are forgiven.
    public mutating func forgiveAll() { ends = [:] }
}
