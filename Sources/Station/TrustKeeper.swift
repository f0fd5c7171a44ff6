import Admission
import Control
import Credentials
import Ledger
import Vocabulary

/// Watches how old the list of signers has become, and says so once: first a warning, then that the policy holds it against
/// what it verifies.
final class TrustKeeper {
    /// A list ages by days.
    private static let interval = Duration.seconds(60)

    private let judge: Judge
    private let record: Record
    /// How old it was when it was looked at last.
    private(set) var age = BundleAge.none
    private(set) var due: MonotonicTime

    init(judge: Judge, record: Record, at now: MonotonicTime) {
        self.judge = judge
        self.record = record
        due = now
    }

    func tick(at now: MonotonicTime) {
        guard now >= due else { return }
        look(at: now)
    }

    /// Looks now: at its time, or because other lists were taken.
    func look(at now: MonotonicTime) {
        due = now + Self.interval
        let found = judge.policy.trustAge.age(of: judge.trust, at: record.clock.read())
        guard found != age else { return }
        let before = age
        age = found
        switch found {
        case .old: record.incident(.trustOld, detail: Incident.trustOld.words, at: now)
        case .stale: record.incident(.trustStale, detail: Incident.trustStale.words, at: now)
        case .none, .fresh:
            if before == .old || before == .stale {
                let over: Incident = before == .old ? .trustOld : .trustStale
                record.tell(.recovered(gate: "", what: "the list of signers is new enough", over: over))
            }
        }
    }

    /// What the station believes, for whoever asks.
    var status: TrustStatus {
        let bundle = judge.trust.bundleOrigin
        return TrustStatus(age: age.rawValue, version: bundle?.version, created: bundle?.created.rfc3339)
    }
}
