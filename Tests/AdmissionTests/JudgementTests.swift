import Credentials
import Testing
import Vocabulary

@testable import Admission

/// Each test changes one thing of a pass that is good, and says what then is the reason.
@Suite struct JudgementTests {
    private let noon = Clock(time: WallTime(seconds: 1_800_000_000), state: .trusted, minute: .first)

    private func pass(_ change: (inout Credential) -> Void = { _ in }) -> Examination {
        var credential = Credential(
            format: .sitePass, identifier: [1], issuer: "test", holderClass: .visitor,
            notBefore: WallTime(seconds: 1_799_999_000), expires: WallTime(seconds: 1_800_001_000),
            scope: .stations(["A"]), isSingleUse: false, isRevoked: false)
        change(&credential)
        return Examination(format: .sitePass, signature: .valid, outcome: .success(credential))
    }

    private func judge(_ examination: Examination, at clock: Clock? = nil, isSpent: Bool = false) -> Reason {
        Policy(station: "A").judge(examination, at: clock ?? noon) { isSpent }
    }

    @Test func aGoodPassIsAdmitted() {
        #expect(judge(pass()) == .ok)
        #expect(Reason.ok.verdict == .admit)
    }

    @Test(arguments: Refusal.allCases)
    func whatIsNoCredentialIsDeniedForItsOwnReason(refusal: Refusal) {
        let reason = judge(Examination(format: nil, signature: .none, outcome: .failure(refusal)))
        #expect(reason.rawValue == refusal.rawValue)
        #expect(reason.verdict == .deny)
    }

    @Test func validityIsFromNotBeforeUpToButNotAtExpiry() {
        #expect(judge(pass { $0.notBefore = noon.time }) == .ok)
        #expect(judge(pass { $0.notBefore = WallTime(milliseconds: noon.time.milliseconds + 1) }) == .notYetValid)
        #expect(judge(pass { $0.expires = WallTime(milliseconds: noon.time.milliseconds + 1) }) == .ok)
        #expect(judge(pass { $0.expires = noon.time }) == .expired)
    }

    @Test("a phone's code is good for 30 s and the clock's error, before and after", arguments: [0, 2, 61.5])
    func aCodeGrowsStale(error: Double) {
        let error = Duration.seconds(error)
        var clock = noon
        clock.error = error
        let most = Duration.seconds(30) + error
        for gap in [most, .zero - most, .zero] {
            #expect(judge(pass { $0.binding = .signed(at: noon.time + gap) }, at: clock) == .ok)
        }
        for gap in [most + .milliseconds(1), .zero - most - .milliseconds(1)] {
            #expect(judge(pass { $0.binding = .signed(at: noon.time + gap) }, at: clock) == .staleCode)
        }
    }

    @Test func aBoundPassWithoutItsPhoneIsStaleAndNoClockIsNeededToSayIt() {
        let untrusted = Clock(time: noon.time, state: .untrusted, minute: .first)
        #expect(judge(pass { $0.binding = .unproven }) == .staleCode)
        #expect(judge(pass { $0.binding = .unproven }, at: untrusted) == .staleCode)
        #expect(judge(pass { $0.binding = .signed(at: noon.time) }, at: untrusted) == .clockUntrusted)
        #expect(judge(pass { ($0.binding, $0.isRevoked) = (.unproven, true) }) == .revoked)
        #expect(Reason.staleCode.verdict == .deny)
    }

    /// A certificate of so many doses out of two, the last of them 100 days ago.
    private func certificate(_ doses: Int, _ change: (inout Credential) -> Void = { _ in }) -> Examination {
        let day = WallTime(seconds: noon.time.seconds - 100 * 86400)
        let event = HealthClaims.Event.vaccination(dose: doses, of: 2, products: [], day: day)
        return pass {
            ($0.format, $0.scope) = (.healthCertificate, .all)
            $0.health = HealthClaims(events: doses > 0 ? [event] : [], birth: nil)
            change(&$0)
        }
    }

    private func colour(_ examination: Examination, at clock: Clock? = nil) throws -> Colour? {
        Policy(station: "A").colour(of: try examination.outcome.get(), at: clock ?? noon)
    }

    @Test func aHealthCertificateIsJudgedByItsColour() throws {
        for (doses, reason, colour) in [
            (2, Reason.holderCheck, Colour.green), (1, .healthYellow, .yellow), (0, .healthRed, .red),
        ] {
            #expect(judge(certificate(doses)) == reason)
            #expect(try self.colour(certificate(doses)) == colour)
        }
        #expect(judge(certificate(2) { $0.expires = noon.time }) == .expired)
        #expect(Reason.holderCheck.verdict == .refer && Reason.healthYellow.verdict == .refer)
        #expect(Reason.healthRed.verdict == .deny)
        #expect(try colour(pass()) == nil)
    }

    @Test func greenIsAdmittedWhereNobodyLooks() {
        var policy = Policy(station: "A")
        policy.health.holderCheck = .none
        #expect(policy.judge(certificate(2), at: noon) { false } == .ok)
        #expect(policy.judge(certificate(1), at: noon) { false } == .healthYellow)
        policy.health.expired = .refer
        #expect(policy.judge(certificate(2) { $0.expires = noon.time }, at: noon) { false } == .healthYellow)
        policy.health.expired = .accept
        #expect(policy.judge(certificate(2) { $0.expires = noon.time }, at: noon) { false } == .ok)
        #expect(policy.judge(pass { $0.expires = noon.time }, at: noon) { false } == .expired)
    }

    @Test func withoutTheTimeNothingIsSurelyGreen() throws {
        let unknown = Clock(time: noon.time, state: .untrusted, minute: .first)
        #expect(judge(certificate(2) { ($0.notBefore, $0.expires) = (nil, nil) }, at: unknown) == .clockUntrusted)
        #expect(try colour(certificate(2), at: unknown) == .yellow)
    }

    @Test func whoeverIsDeniedIsBlackWhateverElseHolds() throws {
        for denied in [certificate(2) { $0.isDenied = true }, pass { ($0.isDenied, $0.expires) = (true, noon.time) }] {
            #expect(judge(denied) == .denylisted)
            #expect(try colour(denied) == .black)
        }
        #expect(Reason.denylisted.verdict == .deny)
    }

    @Test func whatATooOldListVerifiesIsReferred() {
        var policy = Policy(station: "A")
        #expect(policy.judge(certificate(2), at: noon, trust: .old) { false } == .holderCheck)
        #expect(policy.judge(certificate(2), at: noon, trust: .stale) { false } == .trustStale)
        #expect(Reason.trustStale.verdict == .refer)
        #expect(policy.judge(certificate(2) { $0.expires = noon.time }, at: noon, trust: .stale) { false } == .expired)
        // The station's own passes and badges need no list.
        #expect(policy.judge(pass(), at: noon, trust: .stale) { false } == .ok)
        #expect(policy.judge(pass { $0.format = .badge }, at: noon, trust: .stale) { false } == .ok)
        policy.trustAge.stale = .accept
        #expect(policy.judge(certificate(2), at: noon, trust: .stale) { false } == .holderCheck)
    }

    @Test func aRevokedPassIsRevokedWhateverElseIsWrong() {
        #expect(judge(pass { ($0.isRevoked, $0.scope, $0.expires) = (true, .stations([]), noon.time) }) == .revoked)
    }

    @Test func aPassOfAnotherStationStaysOut() {
        #expect(judge(pass { $0.scope = .stations(["B"]) }) == .wrongStation)
        #expect(judge(pass { $0.scope = .all }) == .ok)
        let nowhere = Policy(station: nil).judge(pass { $0.scope = .stations(["B"]) }, at: noon) { false }
        #expect(nowhere == .ok)
    }

    @Test func aSpentPassIsAlreadyUsedAndOnlySingleUseIsAskedFor() {
        #expect(judge(pass { $0.isSingleUse = true }, isSpent: true) == .alreadyUsed)
        #expect(judge(pass { $0.isSingleUse = true }, isSpent: false) == .ok)
        #expect(judge(pass(), isSpent: true) == .ok)
    }

    @Test func hoursHoldForTheClassTheyAreOf() throws {
        let hours = try OpeningHours(spans: ["Tue 08:00-16:00"])
        let policy = Policy(station: "A", hours: [.visitor: hours])
        #expect(policy.judge(pass(), at: noon) { false } == .outsideHours)
        #expect(policy.judge(pass { $0.holderClass = .member }, at: noon) { false } == .ok)
    }

    @Test func withoutTheTimeAnOfficerDecidesWhatDependsOnIt() throws {
        var lost = noon
        lost.state = .untrusted
        #expect(judge(pass(), at: lost) == .clockUntrusted)
        #expect(Reason.clockUntrusted.verdict == .refer)
        #expect(judge(pass { ($0.notBefore, $0.expires) = (nil, nil) }, at: lost) == .ok)
        let hours = Policy(station: "A", hours: [.visitor: .always])
        #expect(hours.judge(pass { ($0.notBefore, $0.expires) = (nil, nil) }, at: lost) { false } == .clockUntrusted)
    }

    @Test func inHoldoverTheTimeCountsAsBefore() {
        var holdover = noon
        holdover.state = .holdover
        #expect(judge(pass(), at: holdover) == .ok)
        #expect(judge(pass { $0.expires = noon.time }, at: holdover) == .expired)
    }

    @Test func aWrongClockHidesNothingThatNoClockCanChange() {
        var lost = noon
        lost.state = .untrusted
        #expect(judge(pass { $0.isRevoked = true }, at: lost) == .revoked)
        #expect(judge(pass { $0.isSingleUse = true }, at: lost, isSpent: true) == .alreadyUsed)
        #expect(judge(pass { $0.scope = .stations([]) }, at: lost) == .wrongStation)
    }
}
