import Browser
import Foundation
import Testing

/// The phone's page in a real browser, and what it shows before a gate, as its users have them.
@Suite(.serialized) struct BoundPassRunTests {
    private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../deploy/phone").standardizedFileURL

    private let appliance: Appliance
    private let server: FileServer
    private let phone: Browser

    init() throws {
        appliance = try .withKey()
        server = try FileServer(folder: Self.page)
        phone = try Browser()
        try phone.setWindow(width: 360, height: 720)
        try phone.open(server.address)
        try phone.wait(for: "document.body.dataset.show === 'bind'")
    }

    private func text() throws -> String {
        try #require(try phone.value(of: "document.getElementById('code').dataset.text") as? String)
    }

    /// Issues a pass for the phone's key and pastes it into the page.
    private func bind(_ options: String...) throws {
        try appliance.write(try text() + "\n", to: "phone.txt")
        let words = options.joined(separator: " ")
        let run = try appliance.shell(
            "exec \"$0\" pass issue --key site.key --device-key phone.txt --station north --not-before "
                + "2026-01-01T00:00:00Z --expires 2060-01-01T00:00:00Z \(words)")
        try #require(run.status == 0, "\(run.errors)")
        let pass = String(run.text.dropLast())
        try appliance.write(pass, to: "pass.txt")
        try phone.value(
            of: """
                document.getElementById("text").value = \(Browser.quoted(pass));
                document.getElementById("take").click();
                """)
        try phone.wait(for: "document.body.dataset.show === 'pass' && document.getElementById('code').dataset.text")
    }

    /// What the page shows where the phone's clock is so many seconds from the gate's.
    private func code(after seconds: Int) throws -> String {
        try phone.value(
            of: """
                new Promise((done) => {
                  new MutationObserver((_, observer) => { observer.disconnect(); done(); })
                    .observe(document.getElementById("code"), { attributeFilter: ["data-text"] });
                  globalThis.realNow ??= Date.now.bind(Date);
                  Date.now = () => realNow() + \(seconds * 1000);
                  document.dispatchEvent(new Event("visibilitychange"));
                })
                """)
        return try text()
    }

    /// A pass of its own for the phone, and what the page shows of it.
    private func code(of options: String, after seconds: Int) throws -> String {
        try phone.value(of: "if (document.body.dataset.show === 'pass') document.getElementById('forget').click()")
        try phone.wait(for: "document.body.dataset.show === 'bind'")
        try bind(options)
        return try code(after: seconds)
    }

    @Test("admitted in time and once; a photograph, another phone's code and the pass alone are turned away in words")
    func wholeGate() throws {
        let stale = try code(of: "--class member", after: -120)
        try appliance.show(stale, in: "frames/2.png")
        try appliance.show(try code(of: "--class member", after: 600), in: "frames/3.png")
        _ = try code(of: "--class member", after: 0)
        try appliance.show(try appliance.text(of: "pass.txt"), in: "frames/5.png")
        // As far ahead as counts: the gate may start slowly.
        let good = try code(of: "--class visitor --single-use", after: 20)
        #expect(good.count <= 340)
        try appliance.show(good, in: "frames/1.png")
        _ = try code(of: "--class member", after: 0)
        try phone.value(
            of: """
                crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign"])
                  .then((other) => { pair = other; })
                """)
        try appliance.show(try code(after: 20), in: "frames/4.png")
        try appliance.configure(camera: "source = \"replay:frames\"\nloop = true")
        let running = try RunningGate(appliance)
        for reason in ["ok", "stale-code", "stale-code", "bad-signature", "stale-code"] {
            let row = try running.row(["kind": "decision"])
            #expect(row["format"] as? String == "sp1" && row["reason"] as? String == reason)
        }
        // Shown once more, by whoever photographed it in time.
        try running.row(["reason": "already-used"])
        running.signal(SIGTERM)
        #expect(running.end() == 0)
        let admitted = try appliance.events().filter { $0["verdict"] as? String == "admit" }
        #expect(admitted.count == 1)
        #expect(try appliance.lockLevels() == [1, 0])
        let words = try appliance.run("verify", "--trust", "trust", "--station", "north", stale).text
        #expect(words.contains("old or copied: show it on that phone"))
    }

    @Test("twenty codes off the phone's screen are read by `scan`, and say there what their text says")
    func screens() throws {
        try bind("--class", "member")
        var codes: [String] = []
        for number in 0..<20 {
            codes.append(try code(after: number * 15))
            try phone.png().write(to: appliance.folder.appendingPathComponent("\(number).png"))
        }
        #expect(Set(codes).count == 20)
        let options = "--json --trust trust --station north --at \(Self.soon)"
        let files = codes.indices.map { "\($0).png" }.joined(separator: " ")
        let scanned = try appliance.shell("exec \"$0\" scan --verify \(options) \(files)")
        try appliance.write(codes.map { $0 + "\n" }.joined(), to: "codes")
        let verified = try appliance.shell("exec \"$0\" verify \(options) < codes").objects
        for (number, text) in codes.enumerated() {
            let frame = scanned.objects.first { $0["source"] as? String == "\(number).png" }
            let code = (frame?["codes"] as? [[String: Any]])?.first
            #expect(code?["payload"] as? String == text, "\(number): \(frame ?? [:])")
            let answer = code?["answer"] as? [String: Any]
            for field in ["format", "signature", "verdict", "reason"] {
                #expect(answer?[field] as? String == verified[number][field] as? String)
            }
            #expect(verified[number]["signature"] as? String == "valid")
        }
        // Each is fresh for 30 s before and after its time, and no longer.
        #expect(Set(verified.map { $0["reason"] as? String }) == ["ok", "stale-code"])
    }

    /// In a minute, in UTC.
    private static var soon: String { ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: 60)) }

    @Test("`pass show` reads what is issued and what is shown; names that would not fit are refused with how much")
    func commands() throws {
        try bind("--class", "member", "--issuer", "'MRT Jakarta'")
        let key = String(try appliance.text(of: "phone.txt").dropLast())
        for pass in [try appliance.text(of: "pass.txt"), try text()] {
            let run = try appliance.run("pass", "show", pass, "--trust", "trust", "--json")
            let shown = try #require(run.objects.first, "\(run.errors)")
            #expect(shown["device_key"] as? String == key && shown["signature"] as? String == "valid")
            #expect(shown["issuer"] as? String == "MRT Jakarta" && shown["stations"] as? [String] == ["north"])
        }
        let run = try appliance.run(
            "pass", "issue", "--key", "site.key", "--device-key", "phone.txt", "--class", "member", "--station",
            "terminal-3-international", "--not-before", "2026-01-01T00:00:00Z", "--expires", "2027-01-01T00:00:00Z")
        #expect(run.status == 64 && run.output.isEmpty)
        #expect(run.errors.contains("the code would have 345 characters, 5 too many"), "\(run.errors)")
    }
}
