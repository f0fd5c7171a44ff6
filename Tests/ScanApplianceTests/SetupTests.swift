import Foundation
import Testing

/// Setting a station up, by questions, by answers in a file, and on a terminal.
@Suite struct SetupTests {
    /// A folder with a picture to look at, and an issuer's key.
    private func folder() throws -> Appliance {
        let folder = try Appliance.withKey()
        try folder.show("nothing", in: "pictures/1.png")
        try FileManager.default.removeItem(atPath: folder.path("trust"))
        return folder
    }

    private func setUp(_ folder: Appliance, _ answers: String...) throws -> Appliance.Run {
        try folder.run(
            "setup", "--config", "config.toml", input: Data((answers.joined(separator: "\n") + "\n").utf8))
    }

    @Test("questions are asked until they are answered, the camera is shown, and what was written makes a gate")
    func questions() throws {
        let folder = try folder()
        let run = try setUp(
            folder, "a b", "MLG-03", "fr", "en", "toaster", "simulated:lines.jsonl", "telepathy", "replay:nowhere",
            "replay:pictures", "y", "no", "y", "y", "n", "n", "n", "n", "none", "nowhere.pub", "site.key.pub",
            "no more", "y")
        #expect(run.status == 0, "\(run.errors)")
        for text in [
            "Letters, digits", "\"telepathy\" is none of v4l2:/dev/scan-camera", "nowhere: No such file or directory",
            "frames of 1280x720", "-----", "the key cannot be read", "Station MLG-03: all is well.",
        ] { #expect(run.text.contains(text), "\(text)") }
        let check = try folder.run("check-config", "--config", "config.toml", "--json").objects.first
        #expect(check?["valid"] as? Bool == true && check?["station"] as? String == "MLG-03")
        #expect(try folder.text(of: "config.toml").contains("language = \"en\""))
        #expect(try folder.names(in: "trust") == ["site.key.pub"])
        // The lock was not moved: nobody said yes.
        #expect(try folder.lockLevels() == [] && folder.lockLevels("green") == [1, 0, 1, 0, 1, 0])
    }

    @Test("the lock moves only after an explicit yes")
    func lock() throws {
        let folder = try folder()
        let run = try setUp(
            folder, "A", "id", "simulated:lines.jsonl", "replay:pictures", "y", "yes", "y", "n", "n", "n", "n", "n",
            "none", "site.key.pub", "no more", "y")
        #expect(run.status == 0 && run.text.contains("lock: done"))
        #expect(try folder.lockLevels() == [1, 0])
    }

    @Test("where answers end early, or the answer is no, nothing is written")
    func endsEarly() throws {
        let folder = try folder()
        let run = try setUp(folder, "A", "id", "simulated", "replay:pictures", "y")
        #expect(run.status == 1 && run.errors.contains("no more answers came: nothing was written"))
        let no = try setUp(
            folder, "A", "id", "simulated", "replay:pictures", "y", "no", "n", "n", "n", "n", "n", "none", "no more",
            "n")
        #expect(no.status == 1 && no.errors == "nothing was written\n")
        try folder.write("station = \"OLD\"\n", to: "config.toml")
        let kept = try setUp(folder, "n")
        #expect(kept.status == 1)
        #expect(try folder.text(of: "config.toml") == "station = \"OLD\"\n")
        #expect(try !folder.names().contains("trust"))
    }

    @Test("one file of answers sets many stations up, and none is overwritten unless it says so")
    func answers() throws {
        let folder = try folder()
        let answers = """
            state_dir = "state"
            run_dir = "run"
            trust_dir = "trust"
            board = "simulated:lines.jsonl"
            language = "id"
            [camera]
            source = "replay:pictures"
            [timing]
            pulse = 2.5
            [gate]
            [setup]
            keys = ["site.key.pub"]
            look = true
            blink = true
            """.replacing("[gate]\n", with: "")
        try folder.write(answers, to: "answers.toml")
        func run(_ station: String, _ file: String) throws -> Appliance.Run {
            try folder.run("setup", "--answers", "answers.toml", "--station", station, "--config", file)
        }
        #expect(try folder.run("setup", "--answers", "answers.toml", "--config", "config.toml").status == 78)
        let first = try run("MLG-01", "config.toml")
        #expect(first.status == 0 && first.text.contains("Station MLG-01: all is well."), "\(first.errors)")
        #expect(try folder.text(of: "config.toml").contains("[timing]\npulse = 2.5\n"))
        #expect(try folder.lockLevels() == [] && folder.lockLevels("red").count == 6)
        let again = try run("MLG-02", "config.toml")
        #expect(again.status == 1 && again.errors.contains("is there already, and nothing was written"))
        try folder.write(
            answers.replacing("blink = true", with: "") + "\noverwrite = true\nrelease_lock = true\n",
            to: "answers.toml")
        #expect(try run("MLG-02", "config.toml").status == 0)
        #expect(try folder.text(of: "config.toml").contains("station = \"MLG-02\""))
        #expect(try folder.lockLevels() == [1, 0])
    }

    @Test("mistakes in the answers are said with their lines, and nothing is written")
    func mistakes() throws {
        let folder = try folder()
        try folder.write(
            "station = \"A\"\nboard = \"simulated\"\ncamera.source = \"replay:x\"\n[timing]\npulse = 99\n[setup]\nlok = true\n",
            to: "answers.toml")
        let run = try folder.run("setup", "--answers", "answers.toml", "--config", "config.toml")
        #expect(run.status == 78)
        #expect(
            run.errors == """
                answers.toml:5: timing.pulse: 99.0 is out of range: 0.2 to 30.0
                answers.toml:7: setup.lok: there is no such setting; did you mean "look"?

                """)
        try folder.write(
            "station = \"A\"\nboard = \"simulated\"\ncamera.source = \"replay:gone\"\nsetup.look = true\n",
            to: "answers.toml")
        let blind = try folder.run("setup", "--answers", "answers.toml", "--config", "config.toml")
        #expect(blind.status == 69 && blind.errors == "nothing was written\n")
        #expect(try !folder.names().contains("config.toml"))
    }

    @Test("a root of trust and a bundle are set in the same go")
    func rootOfTrust() throws {
        let folder = try folder()
        #expect(try folder.run("key", "new", "--out", "root.key").status == 0)
        try FileManager.default.createDirectory(atPath: folder.path("office"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: folder.path("site.key.pub"), toPath: folder.path("office/site.pub"))
        let made = try folder.run(
            "bundle", "make", "--key", "root.key", "--trust", "office", "--out", "b", "--version", "4")
        #expect(made.status == 0)
        let run = try setUp(
            folder, "A", "id", "simulated", "replay:pictures", "y", "no", "n", "n", "n", "n", "n", "root.key.pub", "b",
            "y")
        #expect(run.status == 0 && run.text.contains("site bundle 4: in place"), "\(run.errors)")
        #expect(try folder.run("check-config", "--config", "config.toml").text.contains("site bundle 4"))
    }

    @Test(
        "on a terminal the picture is drawn in half blocks",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"), "there is no script(1) here"))
    func terminal() throws {
        let folder = try folder()
        try folder.write("A\nid\nsimulated\nreplay:pictures\nn\n", to: "typed")
        let run = try folder.shell("script -qec \"$0 setup --config config.toml\" /dev/null < typed")
        #expect(run.text.contains("\u{1B}[38;5;") && run.text.contains("▀"))
        #expect(run.text.contains("Is this what the gate is to see?"))
    }
}
