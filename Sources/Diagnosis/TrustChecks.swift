import Credentials
import Foundation
import Station
import Vocabulary

/// Whom the station believes, and how old that is.
public struct TrustChecks {
    /// Days after which lists of signers and revocations should have been brought anew.
    static let oldAge = 30

    let settings: StationSettings
    let now: WallTime

    public init(_ settings: StationSettings, at now: WallTime) { (self.settings, self.now) = (settings, now) }

    public var all: [Check] { [trust, revocations] }

    private var trust: Check {
        let summary = settings.trust.summary
        var words = [
            "\(summary.issuers) keys of issuers", "\(summary.badges) badges", "policy \(settings.trust.fingerprint)",
        ]
        if let site = settings.bundle { words.insert("site bundle \(site)", at: 0) }
        if let version = summary.version { words.append("\(summary.signers.count) signers of bundle \(version)") }
        let found = words.joined(separator: ", ")
        if summary.issuers + summary.signers.count + summary.badges == 0 {
            return .fault(
                .trust, "\(found): nobody's pass counts",
                mend: "cp issuer.key.pub \(settings.configuration.trustFolder)/ && scan-appliance reload")
        }
        let expired = summary.signers.filter { $0.notAfter.map { $0 < now } ?? false }.count
        if let created = summary.created, let age = Self.days(since: created, now), age > Self.oldAge || expired > 0 {
            return .warning(
                .trust, "\(found), made \(age) days ago, \(expired) signers expired",
                mend: "scan-appliance trust import in the office, and bring the new bundle; then scan-appliance reload")
        }
        return .ok(.trust, found)
    }

    private var revocations: Check {
        let summary = settings.trust.summary
        let found = "\(summary.withdrawnPasses) passes and \(summary.withdrawnCertificates) certificates withdrawn"
        let file = "\(settings.configuration.trustFolder)/revoked.txt"
        let changed = (try? FileManager.default.attributesOfItem(atPath: file))?[.modificationDate] as? Date
        guard let changed else { return .ok(.revocations, "\(found); there is no \(file)") }
        let days = Int(Date().timeIntervalSince(changed) / 86400)
        return .ok(.revocations, "\(found); \(file) was changed \(days) days ago")
    }

    private static func days(since time: WallTime, _ now: WallTime) -> Int? {
        let days = (now.milliseconds - time.milliseconds) / 86_400_000
        return days >= 0 ? Int(days) : nil
    }
}
