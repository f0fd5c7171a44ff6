import Admission
import Credentials
import Foundation
import GateIO
import Testing
import Vocabulary

@testable import Station

/// The door by hand, through the gate: what is pressed, what the lock does and what is written down.
@Suite struct DoorTests {
    /// A single-use pass that an officer has to judge.
    let referred = Examination(
        format: .sitePass, signature: .valid,
        outcome: .success(
            Credential(
                format: .sitePass, identifier: [1, 2, 3], issuer: "office", holderClass: .visitor, notBefore: nil,
                expires: nil, scope: .all, isSingleUse: true, isRevoked: false)))

    @Test("the exit button opens without a reader and without a camera, once a press")
    func exit() throws {
        let bench = try DoorBench()
        try bench.set(.exit, true)
        #expect(bench.gate.outputs.state.lock == .released)
        try bench.awaitRest()
        bench.gate.tick(at: .now + .seconds(60))
        #expect(bench.gate.outputs.state.lock == .atRest, "held down, it is one press")
        try bench.set(.exit, false)
        #expect(try bench.rows() == ["exit exit-button opened"])
    }

    @Test("a short press admits the person who was referred, once, and spends the pass")
    func referral() throws {
        let bench = try DoorBench()
        try bench.press(.officer)
        #expect(try bench.rows().isEmpty, "nobody waits")
        for _ in 0..<2 {
            bench.gate.referral.open(for: referred, at: .now)
            try bench.press(.officer)
        }
        #expect(try bench.rows() == ["override admit-button opened"])
        bench.gate.referral.open(for: referred, at: MonotonicTime.now + .seconds(-31))
        try bench.press(.officer)
        #expect(try bench.rows().count == 1, "too late")
    }

    @Test("the exit button and the officer's long press open also in service mode and with an alarm")
    func always() throws {
        let bench = try DoorBench()
        bench.gate.beginService(by: .technician, at: .now)
        try bench.set(.tamper, true)
        #expect(bench.gate.alarm.isSounding)
        try bench.press(.exit)
        #expect(bench.gate.outputs.state.lock == .released)
        try bench.awaitRest()
        try bench.pressLong()
        #expect(bench.gate.outputs.state.lock == .released)
        #expect(
            try bench.rows() == [
                "command service-on-technician", "incident tamper", "exit exit-button opened",
                "override override-button opened",
            ])
    }

    @Test("with a ledger that cannot be written people get out and staff get in; their rows come later")
    func unwritable() throws {
        let bench = try DoorBench()
        let state = "\(bench.folder.path)/state"
        try FileManager.default.moveItem(atPath: state, toPath: "\(bench.folder.path)/away")
        try bench.press(.exit)
        #expect(bench.gate.outputs.state.lock == .released && bench.record.isUnwritable)
        try bench.awaitRest()
        bench.gate.referral.open(for: referred, at: .now)
        try bench.press(.officer)
        #expect(bench.gate.outputs.state.lock == .atRest, "nobody is admitted who is not written down")
        try bench.pressLong()
        #expect(bench.gate.outputs.state.lock == .released)
        try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
        bench.record.flush(at: .now)
        let rows = try bench.rows()
        #expect(rows.contains("exit exit-button opened") && rows.contains("override override-button opened"))
        #expect(!rows.contains("override admit-button opened"))
        bench.record.flush(at: .now)
        #expect(try bench.rows().last == "incident ledger-unwritable-cleared")
    }

    @Test("a lock that fails is said in the row, and whoever leaves by the handle forces no door")
    func failingLock() throws {
        let bench = try DoorBench(board: "simulated:/nonexistent/lines.jsonl")
        try bench.press(.exit)
        try bench.set(.door, true)
        let rows = try bench.rows()
        #expect(rows.contains("exit exit-button failed") && !rows.contains("incident door-forced-open"))
        #expect(bench.doors == [.closed, .open])
    }

    @Test("where the lock fails after its row nobody is counted, whoever opened; the pass stays spent")
    func lockFailedLate() throws {
        // Each change of a line fails there.
        let bench = try DoorBench(board: "simulated:/dev/full")
        bench.gate.referral.open(for: referred, at: .now)
        try bench.press(.officer)
        try bench.awaitRest()
        try bench.pressLong()
        let rows = try bench.rows()
        #expect(rows.filter { $0 == "incident line-failed failed" }.count == 2)
        #expect(rows.contains("override admit-button opened") && rows.contains("override override-button opened"))
        #expect(bench.gate.judge.counts.occupancy.inside == 0)
        #expect(try bench.gate.judge.ledger.isSpent(bench.gate.judge.ledger.hash(of: referred.outcome.get())))
    }

    @Test("a part that does not work is told once a cause, and its rows end when it works again")
    func mended() throws {
        let bench = try DoorBench()
        func fail(_ incident: Incident, _ gate: String = "main") {
            bench.record.broken(incident, "lamp", gate: gate, detail: "", at: .now)
        }
        fail(.lineMissing)
        fail(.lineBusy)
        fail(.lineMissing, "side")
        for _ in 0..<2 { bench.record.mended("lamp", gate: "main", what: "it works", at: .now) }
        #expect(
            try bench.rows()
                == ["missing", "busy", "missing", "missing-cleared", "busy-cleared"].map { "incident line-\($0)" })
    }

    @Test("a forced door is an alarm until an officer has heard of it, and the press that hears admits nobody")
    func forced() throws {
        let bench = try DoorBench()
        bench.gate.referral.open(for: referred, at: .now)
        try bench.set(.door, true)
        try bench.set(.door, false)
        #expect(bench.doors == [.closed, .forcedOpen, .closed])
        #expect(bench.gate.outputs.state.levels[.alarm] == true)
        try bench.press(.officer)
        #expect(bench.gate.outputs.state.levels[.alarm] == false)
        try bench.press(.officer)
        #expect(
            try bench.rows() == [
                "incident door-forced-open", "command alarm-acknowledged-button", "incident door-forced-open-cleared",
                "override admit-button opened",
            ])
    }

    @Test("a door that is held open is an alarm that ends when it is closed")
    func heldOpen() throws {
        let bench = try DoorBench("door.open = 12")
        try bench.press(.exit)
        try bench.set(.door, true)
        bench.gate.tick(at: .now + .seconds(11))
        #expect(!bench.gate.alarm.isSounding)
        bench.gate.tick(at: .now + .seconds(12))
        #expect(bench.gate.alarm.isSounding && bench.gate.status(at: .now).causes == ["door-held-open"])
        try bench.set(.door, false)
        #expect(bench.gate.alarm.signal == .quiet && bench.gate.status(at: .now).door == "closed")
        #expect(
            try bench.rows() == [
                "exit exit-button opened", "incident door-held-open", "incident door-held-open-cleared",
            ])
    }

    @Test("where it is chosen the lock shuts as soon as the door was opened")
    func relocking() throws {
        let bench = try DoorBench("door.relock_on_opening = true", pulse: 30)
        try bench.press(.exit)
        try bench.set(.door, true)
        try bench.awaitRest()
        #expect(bench.doors.last == .open)
    }

    @Test("an input that is not to be had is an incident with its name, once")
    func faultyInput() throws {
        let bench = try DoorBench(inputs: "/nonexistent/inputs")
        bench.gate.tick(at: .now + .seconds(1))
        bench.gate.tick(at: .now + .seconds(2))
        #expect(try bench.rows() == Array(repeating: "incident line-missing", count: 4))
        let faults = bench.gate.status(at: .now).faults
        #expect(faults.count == 4 && faults[0].what.hasPrefix("exit: "))
    }
}
