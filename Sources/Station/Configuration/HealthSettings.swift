import Admission
import Vocabulary

extension HealthPolicy {
    private static let mostDoses = 10
    private static let mostDays = 36_500

    /// Reads the table `health`; what is wrong goes to its faults.
    init(from table: SettingsTable) {
        self.init()
        holderCheck = table.choice("holder_check", HolderCheck.self) ?? holderCheck
        expired = table.choice("expired", Expired.self) ?? expired
        doses = table.integer("doses", in: 1...Self.mostDoses)
        yellowDoses = table.integer("yellow_doses", in: 1...Self.mostDoses) ?? yellowDoses
        if let doses, yellowDoses > doses {
            table.fault("yellow_doses", "\(yellowDoses) is more than doses, which is \(doses)")
        }
        leastDoseDays = table.integer("dose_days_least", in: 0...Self.mostDays) ?? leastDoseDays
        mostDoseDays = table.integer("dose_days_most", in: 0...Self.mostDays)
        if let mostDoseDays, mostDoseDays < leastDoseDays {
            table.fault("dose_days_most", "\(mostDoseDays) is less than dose_days_least, which is \(leastDoseDays)")
        }
        testHours[.nucleicAcid] = table.integer("naa_hours", in: 0...8760) ?? testHours[.nucleicAcid]
        testHours[.antigen] = table.integer("rat_hours", in: 0...8760) ?? testHours[.antigen]
        readRecovery(table)
        issuers = Self.accepted("issuers", table)
        for issuer in issuers.sorted() where !Self.isIssuer(issuer) {
            table.fault("issuers", "\"\(issuer)\" is no country of two capital letters and no issuer's address")
        }
        products = Self.accepted("products", table)
        exemptBelow = table.integer("exempt_below", in: 1...120)
    }

    private static func accepted(_ key: String, _ table: SettingsTable) -> Set<String> {
        guard let texts = table.texts(key) else { return [] }
        if texts.isEmpty { table.fault(key, "names none: leave the line out to accept all") }
        return Set(texts)
    }

    private static func isIssuer(_ text: String) -> Bool {
        text.contains(":") || (text.utf8.count == 2 && text.utf8.allSatisfy { (65...90).contains($0) })
    }

    private mutating func readRecovery(_ table: SettingsTable) {
        let standard = recoveryDays ?? 0...0
        let least = table.integer("recovery_days_least", in: 0...Self.mostDays) ?? standard.lowerBound
        let most = table.integer("recovery_days_most", in: 0...Self.mostDays) ?? standard.upperBound
        if most == 0 {
            recoveryDays = nil
        } else if least <= most {
            recoveryDays = least...most
        } else {
            table.fault("recovery_days_most", "\(most) is less than recovery_days_least, which is \(least)")
        }
    }
}

extension TrustAgePolicy {
    private static let days = 1...3650

    /// Reads the table `trust`; what is wrong goes to its faults.
    init(from table: SettingsTable) {
        self.init()
        let warn = table.integer("warn_days", in: Self.days)
        let limit = table.integer("stale_days", in: Self.days)
        self.warn = warn.map { .seconds($0 * 86400) } ?? self.warn
        self.limit = limit.map { .seconds($0 * 86400) } ?? self.limit
        if self.limit < self.warn { table.fault("stale_days", "is less than warn_days: a warning comes first") }
        stale = table.choice("stale", Stale.self) ?? stale
    }
}
