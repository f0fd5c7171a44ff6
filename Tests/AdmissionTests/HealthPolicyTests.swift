import Credentials
import Testing
import Vocabulary

@testable import Admission

/// Certificates that say one thing each, and the colour they have by rules that are the standard ones but for one.
@Suite struct HealthPolicyTests {
    private typealias Event = HealthClaims.Event

    private let now = WallTime(rfc3339: "2022-03-01T12:00:00Z")!

    /// 00:00 UTC of the day so many days before.
    private func day(_ ago: Int64) -> WallTime {
        WallTime(seconds: WallTime(rfc3339: "2022-03-01T00:00:00Z")!.seconds - ago * 86400)
    }

    private func hour(_ ago: Int64) -> WallTime { WallTime(seconds: now.seconds - ago * 3600) }

    private func dose(_ dose: Int?, of: Int?, ago: Int64, _ product: String? = "EU/1/20/1528") -> Event {
        .vaccination(dose: dose, of: of, products: Set([product].compactMap(\.self)), day: day(ago))
    }

    private func credential(_ change: (inout Credential) -> Void = { _ in }) -> Credential {
        var credential = Credential(
            format: .healthCertificate, identifier: [1], issuer: "ID", holderClass: .visitor, notBefore: nil,
            expires: nil, scope: .all, isSingleUse: false, isRevoked: false)
        change(&credential)
        return credential
    }

    private func colour(
        _ events: [Event], birth: Birth? = nil, by rules: HealthPolicy = .init(), of other: Credential? = nil
    ) -> Colour {
        let health = HealthClaims(events: events, birth: birth)
        return rules.colour(of: health, from: other ?? credential(), at: now)
    }

    private func rules(_ change: (inout HealthPolicy) -> Void) -> HealthPolicy {
        var rules = HealthPolicy()
        change(&rules)
        return rules
    }

    @Test("a whole series is green from its day on, and yellow before")
    func series() {
        #expect(colour([dose(2, of: 2, ago: 14)]) == .green)
        #expect(colour([dose(2, of: 2, ago: 13)]) == .yellow)
        #expect(colour([dose(1, of: 2, ago: 100)]) == .yellow)
        #expect(colour([dose(1, of: 1, ago: 100)]) == .green)
        #expect(colour([dose(2, of: 2, ago: -1)]) == .red)
    }

    @Test("a dose beyond the series counts at once")
    func booster() {
        #expect(colour([dose(3, of: 2, ago: 0)]) == .green)
        #expect(colour([dose(3, of: 3, ago: 0)]) == .yellow)
    }

    @Test("a certificate that counts no doses shows them")
    func uncounted() {
        #expect(colour([dose(nil, of: nil, ago: 60)]) == .yellow)
        #expect(colour([dose(nil, of: nil, ago: 60), dose(nil, of: nil, ago: 30)]) == .green)
    }

    @Test("a dose that is written down twice is one")
    func twice() {
        #expect(colour([dose(nil, of: nil, ago: 60), dose(nil, of: nil, ago: 60)]) == .yellow)
        #expect(colour([dose(1, of: 2, ago: 60), dose(1, of: 2, ago: 60)]) == .yellow)
    }

    @Test("a number of doses stands instead of the certificate's own count")
    func doses() {
        let three = rules { ($0.doses, $0.yellowDoses) = (3, 2) }
        #expect(colour([dose(3, of: 3, ago: 20)], by: three) == .green)
        #expect(colour([dose(2, of: 2, ago: 20)], by: three) == .yellow)
        #expect(colour([dose(1, of: 1, ago: 20)], by: three) == .red)
    }

    @Test("an old dose counts no more where the rules say so")
    func oldDose() {
        let year = rules { $0.mostDoseDays = 365 }
        #expect(colour([dose(2, of: 2, ago: 365)], by: year) == .green)
        #expect(colour([dose(2, of: 2, ago: 366)], by: year) == .red)
    }

    @Test("only doses of accepted products and certificates of accepted issuers count")
    func accepted() {
        let one = rules { $0.products = ["EU/1/20/1528"] }
        #expect(colour([dose(2, of: 2, ago: 30)], by: one) == .green)
        #expect(colour([dose(2, of: 2, ago: 30, "other")], by: one) == .red)
        #expect(colour([dose(2, of: 2, ago: 30, nil)], by: one) == .red)
        #expect(colour([dose(nil, of: nil, ago: 60, "other"), dose(nil, of: nil, ago: 30)], by: one) == .yellow)
        #expect(colour([dose(2, of: 2, ago: 30)], by: rules { $0.issuers = ["SG"] }) == .red)
        #expect(colour([dose(2, of: 2, ago: 30)], by: rules { $0.issuers = ["SG", "ID"] }) == .green)
        #expect(
            colour([.vaccination(dose: 2, of: 2, products: ["XM8NQ0", "EU/1/20/1528"], day: day(30))], by: one)
                == .green)
        #expect(colour([]) == .red)
    }

    @Test("a negative test is green for its hours, by its kind")
    func tests() {
        func test(_ kind: HealthClaims.TestKind, _ ago: Int64, _ isNegative: Bool = true) -> [Event] {
            [.test(kind, isNegative: isNegative, sampled: hour(ago))]
        }
        #expect(colour(test(.nucleicAcid, 72)) == .green && colour(test(.nucleicAcid, 73)) == .red)
        #expect(colour(test(.antigen, 24)) == .green && colour(test(.antigen, 25)) == .red)
        #expect(colour(test(.other, 1)) == .red)
        #expect(colour(test(.nucleicAcid, -1)) == .red)
        #expect(colour(test(.nucleicAcid, 0), by: rules { $0.testHours[.nucleicAcid] = 0 }) == .red)
    }

    @Test("a positive test is red whatever came before it")
    func positive() {
        let positive = Event.test(.antigen, isNegative: false, sampled: hour(5))
        #expect(colour([positive]) == .red)
        #expect(colour([dose(2, of: 2, ago: 30), positive]) == .red)
        #expect(colour([positive, .test(.nucleicAcid, isNegative: true, sampled: hour(1))]) == .green)
        #expect(colour([positive], birth: Birth("2020"), by: rules { $0.exemptBelow = 6 }) == .red)
    }

    @Test("a recovery is green in its window, and while the certificate says so")
    func recovery() {
        func recovery(_ first: Int64?, from: Int64 = 0, until: Int64 = -100) -> [Event] {
            [.recovery(firstPositive: first.map { day($0) }, validFrom: day(from), validUntil: day(until))]
        }
        #expect(colour(recovery(11)) == .green && colour(recovery(10)) == .red)
        #expect(colour(recovery(180)) == .green && colour(recovery(181)) == .red)
        #expect(colour(recovery(nil, from: 11)) == .green)
        #expect(colour(recovery(20, from: -1)) == .red)
        #expect(colour(recovery(20, until: 0)) == .green && colour(recovery(20, until: 1)) == .red)
        #expect(colour(recovery(20), by: rules { $0.recoveryDays = nil }) == .red)
    }

    @Test("whoever is surely young enough needs no status")
    func exemption() {
        let young = rules { $0.exemptBelow = 6 }
        #expect(colour([dose(1, of: 2, ago: 1)], birth: Birth("2016-03-02"), by: young) == .green)
        #expect(colour([dose(1, of: 2, ago: 1)], birth: Birth("2016-03-01"), by: young) == .yellow)
        #expect(colour([dose(1, of: 2, ago: 1)], birth: Birth("2016"), by: young) == .yellow)
        #expect(colour([dose(1, of: 2, ago: 1)], birth: Birth("2017"), by: young) == .green)
        #expect(colour([dose(1, of: 2, ago: 1)], birth: nil, by: young) == .yellow)
        #expect(colour([], birth: Birth("2017"), by: young) == .green)
    }

    @Test("an expired certificate is red, yellow at best, or as good as ever: one line of the rules")
    func expired() {
        let over = credential { $0.expires = now }
        let good = [dose(2, of: 2, ago: 30)]
        #expect(colour(good, of: over) == .red)
        #expect(colour(good, by: rules { $0.expired = .refer }, of: over) == .yellow)
        #expect(colour(good, by: rules { $0.expired = .accept }, of: over) == .green)
        let bad = [Event.test(.antigen, isNegative: false, sampled: hour(5))]
        #expect(colour(bad, by: rules { $0.expired = .refer }, of: over) == .red)
        #expect(colour(good, of: credential { $0.notBefore = hour(-1) }) == .red)
        #expect(colour(good, of: credential { $0.isRevoked = true }) == .red)
    }
}
