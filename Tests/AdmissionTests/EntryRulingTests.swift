import Credentials
import Testing
import Vocabulary

@testable import Admission

/// Each test shows something under a phase, and says what the verdict is and, apart from it, what the lock does.
@Suite("Who comes in under which phase") struct EntryRulingTests {
    private let noon = clock("2021-09-06T05:00:00Z")

    /// Two doses, the last one five weeks ago.
    private var green: HealthClaims {
        let dose = HealthClaims.Event.vaccination(dose: 2, of: 2, products: [], day: noon.time - .seconds(35 * 86400))
        return HealthClaims(events: [dose], birth: nil)
    }

    private func pass(_ change: (inout Credential) -> Void = { _ in }) -> Examination {
        var credential = Credential(
            format: .sitePass, identifier: [1], issuer: "test", holderClass: .visitor, notBefore: nil, expires: nil,
            scope: .stations(["A"]), isSingleUse: false, isRevoked: false)
        change(&credential)
        return Examination(format: .sitePass, signature: .valid, outcome: .success(credential))
    }

    private func refused(_ refusal: Refusal, _ signature: SignatureState = .none) -> Examination {
        Examination(format: .sitePass, signature: signature, outcome: .failure(refusal))
    }

    private func rule(
        _ examination: Examination, _ phase: Phase, passback: Passback.Finding? = nil,
        room: Occupancy.Room = .free, limit: OccupancyRules.Limit = .hard, isSpent: Bool = false
    ) throws -> EntryRuling {
        var rules = OccupancyRules()
        rules.limit = limit
        let plan = try PhasePlan(steps: [phase.rawValue])
        let policy = Policy(station: "A", phases: [.visitor: plan, .member: .enforce])
        return policy.rule(
            on: examination, at: noon, under: Circumstances(passback: passback, room: room, rules: rules)
        ) { isSpent }
    }

    @Test("a good pass comes in under each phase but closed", arguments: Phase.allCases)
    func good(phase: Phase) throws {
        let ruling = try rule(pass(), phase)
        #expect(ruling.opens == (phase != .closed) && !ruling.isObserved && ruling.phase == phase)
        #expect(ruling.reason == (phase == .closed ? .closed : phase == .open ? .open : .ok))
    }

    @Test("observing opens for what is a credential, and keeps the verdict")
    func observed() throws {
        let shown: [(Examination, Reason)] = [
            (pass { $0.expires = noon.time }, .expired), (pass { $0.scope = .stations(["B"]) }, .wrongStation),
            (pass { $0.health = green }, .holderCheck),
            (refused(.unknownKey, .unknownKey), .unknownKey),
        ]
        for (examination, reason) in shown {
            let (observed, enforced) = (try rule(examination, .observe), try rule(examination, .enforce))
            #expect(observed.opens && observed.isObserved && observed.reason == reason)
            #expect(!enforced.opens && enforced.reason == reason)
        }
        let spent = try rule(pass { $0.isSingleUse = true }, .observe, isSpent: true)
        #expect(spent.isObserved && spent.reason == .alreadyUsed)
        let twice = try rule(pass(), .observe, passback: .denied)
        #expect(twice.isObserved && twice.reason == .passback)
    }

    @Test("observing opens for no other code", arguments: Refusal.allCases.filter { $0 != .unknownKey })
    func noCredential(refusal: Refusal) throws {
        let ruling = try rule(refused(refusal), .observe)
        #expect(!ruling.opens && ruling.reason.rawValue == refusal.rawValue)
    }

    @Test("no phase opens for a bad signature or a pass that was withdrawn", arguments: Phase.allCases)
    func barred(phase: Phase) throws {
        let withdrawn = try rule(pass { $0.isRevoked = true }, phase)
        #expect(!withdrawn.opens && withdrawn.reason == .revoked)
        for refusal in [Refusal.badSignature, .wrongSigner] {
            #expect(try !rule(refused(refusal, .invalid), phase).opens)
        }
        #expect(try !rule(refused(.unknownKey, .invalid), phase).opens)
    }

    @Test("where nobody is asked any other code opens, for a visitor")
    func open() throws {
        for refusal in [Refusal.notAPass, .unknownFormat, .malformed, .unknownKey] {
            let ruling = try rule(refused(refusal), .open)
            #expect(ruling.opens && ruling.reason == .open)
        }
        #expect(try rule(pass { $0.expires = noon.time }, .open).reason == .open)
        #expect(try rule(pass { ($0.holderClass, $0.expires) = (.member, noon.time) }, .open).reason == .expired)
    }

    @Test("where an officer closed it no visitor comes in, whatever the phase; members do", arguments: Phase.allCases)
    func closedByHand(phase: Phase) throws {
        let plan = try PhasePlan(steps: [phase.rawValue])
        let policy = Policy(station: "A", phases: [.visitor: plan, .member: .enforce])
        let circumstances = Circumstances(
            passback: nil, room: .free, rules: OccupancyRules(), isClosedToVisitors: true)
        func rule(_ examination: Examination) -> EntryRuling {
            policy.rule(on: examination, at: noon, under: circumstances) { false }
        }
        #expect(rule(pass()) == EntryRuling(reason: .closed, opens: false, phase: .closed))
        #expect(rule(pass { $0.holderClass = .member }).reason == .ok)
        #expect(rule(pass { $0.isRevoked = true }).reason == .revoked)
        // Referred by nobody: an officer who means somebody opens.
        #expect(rule(pass { $0.health = green }).reason == .closed)
        let other = rule(refused(.notAPass))
        #expect(!other.opens && other.reason == .notAPass)
    }

    @Test("what shows no verified class is a visitor's, whatever holds for members")
    func unverified() throws {
        let policy = Policy(station: "A", phases: [.member: try PhasePlan(steps: ["open"])])
        let circumstances = Circumstances(passback: nil, room: .free, rules: OccupancyRules())
        let ruling = policy.rule(on: refused(.notAPass), at: noon, under: circumstances) { false }
        #expect(!ruling.opens && ruling.phase == .enforce)
    }

    @Test("a pass that is inside is denied, or referred to an officer; a worse reason stands")
    func passback() throws {
        #expect(try rule(pass(), .enforce, passback: .denied).reason == .passback)
        #expect(try rule(pass(), .enforce, passback: .referred).reason == .passbackCheck)
        #expect(try rule(pass { $0.expires = noon.time }, .enforce, passback: .denied).reason == .expired)
        #expect(Reason.passback.verdict == .deny && Reason.passbackCheck.verdict == .refer)
    }

    @Test("where it is full no phase opens", arguments: [Phase.open, .observe, .enforce])
    func full(phase: Phase) throws {
        for (room, reason) in [(Occupancy.Room.full, Reason.full), (.fullToday, .fullToday)] {
            let (hard, soft) = (try rule(pass(), phase, room: room), try rule(pass(), phase, room: room, limit: .soft))
            #expect(!hard.opens && hard.reason == reason && reason.verdict == .deny)
            #expect(!soft.opens && soft.reason == .fullCheck && soft.reason.verdict == .refer)
        }
    }

    @Test("where it is full a worse reason stands, an officer is not asked to admit one more, and members come in")
    func fullForWhom() throws {
        #expect(try rule(pass { $0.expires = noon.time }, .enforce, room: .full).reason == .expired)
        let health = pass { $0.health = green }
        #expect(try rule(health, .enforce, room: .full).reason == .full)
        #expect(try rule(health, .enforce, room: .full, limit: .soft).reason == .holderCheck)
        #expect(try rule(pass { $0.holderClass = .member }, .enforce, room: .full).reason == .ok)
    }
}
