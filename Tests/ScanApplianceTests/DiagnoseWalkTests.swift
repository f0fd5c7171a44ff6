import Foundation
import Testing

/// A whole visit, word for word: what is asked, what is answered, and what is pressed at wires that are the wrong way round.
@Suite("diagnose, walked through", .serialized) struct DiagnoseWalkTests {
    /// A visit whose questions are heard one after the other.
    private final class Talk {
        private let process: Process
        private let asked = Pipe()
        private let typed = Pipe()
        private var heard = Data()

        init(_ process: Process, answers: String, in gate: Appliance) throws {
            self.process = process
            try Data().write(to: URL(fileURLWithPath: gate.path(answers)))
            process.standardInput = typed
            process.standardError = asked
            process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: gate.path(answers)))
            try process.run()
        }

        /// Waits until this was said, at most half a minute, and forgets all until then.
        func hears(_ text: String) throws {
            let end = Date(timeIntervalSinceNow: 30)
            while true {
                if let range = heard.range(of: Data(text.utf8)) { return heard.removeSubrange(..<range.upperBound) }
                let descriptor = asked.fileHandleForReading
                var waiting = pollfd(fd: descriptor.fileDescriptor, events: Int16(POLLIN), revents: 0)
                let patience = Int32(max(0, end.timeIntervalSinceNow) * 1000)
                try #require(poll(&waiting, 1, patience) == 1, "\(text) was not said")
                let more = descriptor.availableData
                try #require(!more.isEmpty, "\(text) was not said before the end")
                heard += more
            }
        }

        func says(_ text: String) throws { try typed.fileHandleForWriting.write(contentsOf: Data("\(text)\n".utf8)) }

        func end() throws -> Int32 {
            try typed.fileHandleForWriting.close()
            process.waitUntilExit()
            return process.terminationStatus
        }
    }

    @Test(
        "exit and officer's button swapped and a contact the wrong way round are named, with the station at work and without",
        arguments: [true, false])
    func wires(isAtWork: Bool) throws {
        let gate = try Appliance.withKey()
        try gate.show(try gate.issue("--class", "member", "--station", "all"), in: "frames/1.png")
        try gate.configure("simulation.inputs = \"inputs\"", camera: "source = \"replay:frames\"\nloop = true")
        let running = try RunningGate(gate)
        try running.row(["verdict": "admit"])
        if !isAtWork {
            running.signal(SIGTERM)
            #expect(running.end() == 0)
        }
        let visit = gate.process(["diagnose", "--config", "config.toml", "--json", "--report", "sheet.html"])
        let talk = try Talk(visit, answers: "found.json", in: gate)
        try talk.hears("how far from the camera do you hold a code now")
        try talk.says("near")
        try talk.hears("two numbers")
        try talk.says("200 1")
        try talk.hears("which none is")
        try talk.says("200 50")
        try talk.hears("release the lock now?")
        try talk.says("no")
        for lamp in ["green", "amber", "red", "buzzer", "alarm"] {
            try talk.hears("was that \(lamp)?")
            // The pipe of the inputs is there by now; the shut door's contact says open.
            if lamp == "green" { try gate.tell("door 1") }
            try talk.says("yes")
        }
        try talk.hears("Press the exit button now")
        try gate.tell("officer 1")
        try talk.hears("seen, and not as it should be")
        try gate.tell("officer 0")
        try talk.hears("Press the officer's button shortly now")
        try gate.tell("exit 1")
        try talk.hears("seen, and not as it should be")
        try gate.tell("exit 0")
        try talk.hears("fire contact's test now")
        try gate.tell("tamper 1")
        try talk.hears("main: seen\n")
        try talk.hears("shut the door and press Enter")
        try talk.says("")
        try talk.hears("Open the door now")
        try gate.tell("door 0")
        try talk.hears("seen, and not as it should be")
        #expect(try talk.end() == 2)
        let object = try JSONSerialization.jsonObject(with: Data(gate.text(of: "found.json").utf8)) as? [String: Any]
        #expect(object?["manner"] as? String == (isAtWork ? "running" : "stopped"))
        let checks = Dictionary(
            (object?["checks"] as? [[String: Any]] ?? []).map { ($0["name"] as? String ?? "", $0) }
        ) { first, _ in first }
        func found(_ name: String) -> String { checks[name]?["found"] as? String ?? "" }
        #expect(found("input exit") == "officer answered instead: exit and officer are swapped")
        #expect(found("input officer") == "exit answered instead: officer and exit are swapped")
        #expect(found("input door").hasPrefix("inverted: it says open while the door is shut"))
        #expect((checks["input door"]?["mend"] as? String)?.hasPrefix("active_low = true in [inputs.door]") == true)
        #expect(found("input tamper") == "answered")
        #expect(found("camera lens").hasPrefix("measured with a code of 50 mm at 200 mm"))
        #expect(try gate.text(of: "sheet.html").contains("measured with a code of 50 mm at 200 mm"))
        // It moved for the pass, and for whoever pressed what is wired as the exit button: that lets out at any time.
        #expect(try gate.lockLevels() == (isAtWork ? [1, 0, 1, 0] : [1, 0]))
        guard isAtWork else { return }
        running.signal(SIGTERM)
        #expect(running.end() == 0)
    }
}
