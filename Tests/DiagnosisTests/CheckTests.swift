import Foundation
import GateIO
import Glibc
import Testing
import Vocabulary

@testable import Diagnosis

@Suite("checks") struct CheckTests {
    @Test("the worst state is the exit code", arguments: [(Check.State.ok, CInt(0)), (.warning, 1), (.fault, 2)])
    func exitCode(worst: Check.State, code: CInt) {
        let checks = [worst, .ok].map { Check(name: "x", state: $0, found: "") }
        #expect(Diagnosis(station: "", time: "", manner: .none, checks: checks).exitCode == code)
    }

    private let user = AccessChecks.User(name: "gate", id: 990, groups: [990, 44])

    @Test(
        "a device may be opened by its owner's, its group's or everybody's bits, the first that fit",
        arguments: [
            (mode_t(0o660), uid_t(0), gid_t(44), true), (0o660, 0, 0, false), (0o600, 990, 0, true),
            (0o666, 0, 0, true),
            (0o640, 0, 44, false), (0o066, 990, 44, false),
        ])
    func mayOpen(mode: mode_t, owner: uid_t, group: gid_t, isAllowed: Bool) {
        #expect(AccessChecks.mayOpen(mode: mode, owner: owner, group: group, user) == isAllowed)
    }

    @Test("a device of another group is mended by joining it, one of root's alone by udev")
    func wrongGroup() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("gpiochip-\(UUID())").path
        try #require(FileManager.default.createFile(atPath: file, contents: nil))
        defer { unlink(file) }
        let access = AccessChecks(user: user, machine: Machine(root: "/nowhere"))
        try #require(chown(file, 0, 1) == 0 || getuid() != 0)
        try #require(getuid() == 0, "only root makes a file of another group")
        chmod(file, 0o660)
        let check = access.node(file, as: .chip, of: "one")
        let group = String(cString: try #require(getgrgid(1)).pointee.gr_name)
        #expect(check.state == .fault && check.mend == "usermod -aG \(group) gate && systemctl restart scan-appliance")
        try #require(chown(file, 0, 0) == 0)
        let rooted = access.node(file, as: .chip, of: "one")
        #expect(
            rooted.state == .fault && rooted.mend?.contains("udevadm trigger --settle --subsystem-match=gpio") == true)
        try #require(chown(file, 0, 44) == 0)
        #expect(access.node(file, as: .chip, of: "one").state == .ok)
    }

    @Test("a device that is not there is plugged in")
    func absent() {
        let check = AccessChecks(user: user, machine: Machine()).node("/dev/nowhere", as: .cameraNode)
        #expect(check.state == .fault && check.found == "/dev/nowhere: No such file or directory")
    }

    private let address = LineAddress(chip: "pinctrl-rp1", line: .name("GPIO17"))

    @Test("a line that another program holds is a fault, one that this gate's station holds is not")
    func holders() {
        let stopped = LineChecks(outputs: [:], inputs: [:], heldFor: nil)
        let running = LineChecks(outputs: [:], inputs: [:], heldFor: "main")
        let held = LineFinding(holder: "main: lock", isOutput: true, isActive: nil)
        #expect(running.check(.output(.lock), at: address, held).state == .ok)
        #expect(stopped.check(.output(.lock), at: address, held).state == .fault)
        let other = LineFinding(holder: "gpio-leds", isOutput: true, isActive: nil)
        let check = running.check(.output(.lock), at: address, other)
        #expect(check.state == .fault && check.found.contains("held by \"gpio-leds\""))
        let free = LineFinding(holder: nil, isOutput: false, isActive: false)
        #expect(running.check(.output(.green), at: address, free).state == .fault)
        #expect(stopped.check(.output(.green), at: address, free).found.hasSuffix("free, at rest"))
    }

    @Test("a lock's line that rests active wants its pull-down")
    func pullDown() {
        let lines = LineChecks(outputs: [:], inputs: [:], heldFor: nil)
        let finding = LineFinding(holder: nil, isOutput: false, isActive: true)
        #expect(lines.check(.output(.lock), at: address, finding).mend?.contains("pull-down") == true)
        #expect(lines.check(.output(.green), at: address, finding).state == .ok)
    }

    @Test("a full, a small and a read-only disk are told apart")
    func space() {
        #expect(DiskChecks.space(free: 1 << 30, "", isReadOnly: false).state == .ok)
        #expect(DiskChecks.space(free: 100 << 20, "", isReadOnly: false).state == .warning)
        #expect(DiskChecks.space(free: 1 << 20, "", isReadOnly: false).state == .fault)
        #expect(DiskChecks.space(free: 1 << 30, "", isReadOnly: true).found.contains("read-only"))
    }

    @Test("a disk is slow where most syncs are, or one is very slow")
    func sync() {
        func state(_ milliseconds: [Int]) -> Check.State {
            DiskChecks.sync(milliseconds.map { .milliseconds($0) }).state
        }
        #expect(state([1, 2, 40]) == .ok)
        #expect(state([1, 2, 900]) == .warning)
        #expect(state([1, 120, 130]) == .warning)
        #expect(state([1, 600, 700]) == .fault)
    }
}

@Suite("the picture of a camera") struct PictureTests {
    private var sharp: FrameMeasurement {
        var measured = FrameMeasurement(width: 1280, height: 720)
        (measured.brightness, measured.focus) = (120, 30)
        return measured
    }

    private func states(_ measured: FrameMeasurement) -> [Check.State] {
        PictureChecks(CameraSettings()).checks(measured).map(\.state)
    }

    @Test("a bright, sharp picture without glare is well")
    func well() { #expect(states(sharp) == [.ok, .ok, .ok, .ok]) }

    @Test("darkness, glare and blur are each told by their own check")
    func faults() {
        var measured = sharp
        measured.brightness = 20
        #expect(states(measured) == [.warning, .ok, .ok, .ok])
        measured = sharp
        measured.glare = 0.3
        #expect(states(measured) == [.ok, .warning, .ok, .ok])
        measured = sharp
        measured.focus = 0.4
        #expect(states(measured) == [.ok, .ok, .warning, .ok])
    }

    @Test("a code says which attempt read it and how far away it could be")
    func code() throws {
        var measured = sharp
        (measured.codes, measured.attempt, measured.moduleSize, measured.modules) = (1, "redrawn", 5, 49)
        let check = try #require(PictureChecks(CameraSettings()).checks(measured).last)
        #expect(check.found.contains("redrawn") && check.found.contains("up to 2.5 times as far away"))
        measured.moduleSize = 2.1
        #expect(PictureChecks(CameraSettings()).checks(measured).last?.state == .warning)
    }

    @Test(
        "two thirds of the wanted frames suffice",
        arguments: [(30.0, Check.State.ok), (21, .ok), (15, .warning), (3, .fault)])
    func rate(held: Double, state: Check.State) {
        #expect(PictureChecks(CameraSettings()).rate(held, note: "").state == state)
    }

    @Test("what a camera did not take is a warning")
    func note() {
        #expect(PictureChecks(CameraSettings()).rate(30, note: "the camera cannot set gain").state == .warning)
    }

    @Test("the technician's page has the same limits for a picture")
    func limits() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appendingPathComponent("pages/technician.js"), encoding: .utf8)
        let (darkest, brightest) = (PictureChecks.brightness.lowerBound, PictureChecks.brightness.upperBound)
        #expect(page.contains("= [\(Int(darkest)), \(Int(brightest)), \(PictureChecks.mostGlare)];"))
    }

    @Test("a code twice as large is read twice as far away")
    func distances() {
        let table = DistanceTable(sharp)
        #expect(
            table.sample == nil && table.origin.contains("not measured")
                && table.modules == DistanceTable.standardModules)
        let (badge, paper) = (table.rows[0], table.rows[3])
        #expect(abs(paper.farthest / badge.farthest - paper.side / badge.side) < 1e-9)
        #expect(table.rows.allSatisfy { $0.nearest < $0.farthest })
    }

    @Test(
        "what is no distance and no size is none",
        arguments: ["", "200", "200 50 1", "near far", "-200 50", "200 0", "2e9 50"])
    func noSample(text: String) { #expect(DistanceTable.Sample(text) == nil) }

    @Test("a code of a known size at a known distance tells what the lens sees")
    func sample() {
        var measured = sharp
        (measured.modules, measured.moduleSize) = (49, 4)
        // 49 modules of 4 pixels are 50 mm at 200 mm: 784 pixels of focal length.
        let table = DistanceTable(measured, sample: .init("200 x 50"))
        #expect(abs(table.angle - 78.5) < 0.5 && table.origin.hasPrefix("measured with a code of 50 mm at 200 mm"))
        #expect(abs(table.rows[2].farthest - 784 * 60 / 49 / 2 / 10) < 0.01)
    }
}
