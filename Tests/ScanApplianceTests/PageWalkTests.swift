import Browser
import Foundation
import Testing

/// The pages as people have them before them, in a real browser: a station at work, its console, and whoever comes.
@Suite(.serialized) struct PageWalkTests {
    private let gate: Appliance
    private let camera: StreamedCamera
    private let ports: [UInt16]
    private let passes: [String]

    init() throws {
        gate = try Appliance.withKey()
        let gate = gate
        passes = try (0..<2).map { _ in try gate.issue("--class", "visitor", "--station", "all") }
        ports = try Appliance.freePorts()
        camera = try StreamedCamera(in: gate.folder)
        try gate.configure("simulation.inputs = \"inputs\"\nlanguage = \"en\"", camera: StreamedCamera.source)
        try gate.write(
            """
            \(try gate.text(of: "config.toml"))
            [occupancy]
            capacity = 3
            [passback]
            visitor = "soft"
            [console]
            visitor_port = \(ports[0])
            staff_port = \(ports[1])
            """, to: "config.toml")
        try FileManager.default.createDirectory(atPath: gate.path("state"), withIntermediateDirectories: true)
        chmod(gate.path("state"), 0o700)
    }

    private func token(_ role: String) throws -> String {
        let run = try gate.run("token", "new", "--config", "config.toml", "--role", role, "--name", role)
        try #require(run.status == 0, "\(run.errors)")
        return try #require(run.lines.first.map(String.init))
    }

    private func console() throws -> Process {
        let process = gate.process(["console", "--config", "config.toml"])
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    private func end(_ process: Process) {
        // Whoever starts a process from a test's thread may have blocked what ends it politely.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    private func browser(_ width: Int, _ height: Int) throws -> Browser {
        let browser = try Browser()
        try browser.setWindow(width: width, height: height)
        return browser
    }

    private func openScreen() throws -> Browser {
        let screen = try browser(1280, 800)
        try screen.open("http://127.0.0.1:\(ports[0])/?night=off")
        return screen
    }

    private func logIn(_ role: String, _ token: String, to page: String, width: Int, height: Int) throws -> Browser {
        let browser = try browser(width, height)
        try browser.open("http://127.0.0.1:\(ports[1])\(page)")
        try enter(token, in: browser, at: page)
        return browser
    }

    private func enter(_ token: String, in browser: Browser, at page: String) throws {
        try browser.wait(for: "location.pathname === '/login' && document.querySelector('#login button').textContent")
        try browser.value(of: "localStorage.setItem('language', 'en')")
        try browser.value(
            of: "document.getElementById('token').value = '\(token)'; document.querySelector('#login button').click()")
        try browser.wait(for: "location.pathname === '\(page)' && document.querySelector('#bar strong')?.textContent")
    }

    private func press(_ selector: String, in browser: Browser, confirms: Bool = true) throws {
        let element = "document.querySelector(\(Browser.quoted(selector)))"
        try browser.wait(for: "\(element) && !\(element).disabled")
        try browser.value(of: "document.getElementById('toast').textContent = ''; \(element).click()")
        guard confirms else { return }
        try browser.wait(for: "document.getElementById('confirm').open")
        try browser.value(of: "document.getElementById('yes').click()")
        try browser.wait(for: "document.getElementById('toast').textContent === 'Done.'")
    }

    private func shows(_ show: String, reason: String? = nil, in screen: Browser) throws {
        let why = reason.map { " && document.body.dataset.reason === '\($0)'" } ?? ""
        try screen.wait(for: "document.body.dataset.show === '\(show)'\(why)")
        try screen.picture("walk-\(show)-\(reason ?? "")")
    }

    private func says(_ text: String, in browser: Browser) throws {
        try browser.wait(for: "document.body.innerText.includes(\(Browser.quoted(text)))")
    }

    @Test("whoever comes sees it on the screen; the officer admits, opens, counts and sets the level")
    func officer() throws {
        let token = try token("officer")
        let running = try RunningGate(gate)
        let pages = try console()
        defer { end(pages) }
        defer { camera.end() }
        let screen = try openScreen()
        try shows("ready", in: screen)
        let desk = try logIn("officer", token, to: "/officer", width: 1366, height: 768)
        try says("Nobody is waiting", in: desk)

        try camera.show(passes[0])
        try shows("admit", reason: "ok", in: screen)
        try says("admitted", in: desk)
        try says("1 inside", in: screen)
        camera.clear()
        try shows("ready", in: screen)
        // The same again: an officer looks, and lets in.
        try camera.show(passes[0])
        try shows("refer", reason: "passback-check", in: screen)
        try says("Somebody is waiting", in: desk)
        try desk.picture("walk-officer-refer")
        try press("[data-act=admit]", in: desk)
        try shows("admit", reason: "officer", in: screen)
        try running.row(["note": "admit-officer", "lock": "opened"])
        camera.clear()
        try press("[data-act=override]", in: desk)
        try running.row(["note": "override-officer", "lock": "opened"])
        try shows("admit", reason: "officer", in: screen)

        try desk.value(of: "document.getElementById('count').value = '3'")
        try press("#set button", in: desk)
        try shows("full", reason: "full", in: screen)
        try says("Inside: 3 · full", in: desk)
        try camera.show(passes[1])
        try shows("deny", reason: "full", in: screen)
        camera.clear()
        try desk.value(of: "document.getElementById('count').value = '0'")
        try press("#set button", in: desk)
        try desk.value(of: "document.getElementById('levels').value = '2'")
        try press("#level button", in: desk)
        try running.row(["note": "occupancy-level-2-officer"])
        try shows("ready", in: screen)
        try desk.picture("walk-officer")
        try camera.show("https://warung.example/menu")
        try shows("deny", reason: "not-a-pass", in: screen)
        #expect(screen.complaints == [] && desk.complaints == [])
        running.signal(SIGTERM)
        #expect(running.end() == 0)
        #expect(try gate.run("ledger", "check", "--config", "config.toml").status == 0)
    }

    @Test("a technician looks, services, is told what is lost, and every page outlives controller and console")
    func technician() throws {
        let token = try token("technician")
        var running = try RunningGate(gate)
        var pages = try console()
        defer { end(pages) }
        defer { camera.end() }
        let screen = try openScreen()
        try shows("ready", in: screen)
        let phone = try logIn("technician", token, to: "/technician", width: 390, height: 844)
        try says("All is well.", in: phone)
        try camera.show(passes[0])
        try press("#look", in: phone, confirms: false)
        try phone.wait(for: "document.getElementById('picture').width > 64 && best > 0")
        try says("Pixels a module", in: phone)
        try phone.picture("walk-technician-look")
        try press("#look", in: phone, confirms: false)
        camera.clear()
        // What the station finds at itself, by the checks of `diagnose`.
        try press("#examine", in: phone, confirms: false)
        try phone.wait(for: "document.querySelectorAll('#examination li').length > 10")
        for name in ["kernel", "zbar", "disk sync", "revocations", "blocks of 4 KiB"] { try says(name, in: phone) }
        try phone.picture("walk-technician-checks")
        try press("#language", in: phone, confirms: false)
        try says("pencabutan", in: phone)
        try press("#language", in: phone, confirms: false)

        try press("[data-service=true]", in: phone)
        try shows("service", in: screen)
        let rows = try gate.events().count { $0["verdict"] as? String == "admit" }
        try camera.show(passes[1])
        try press("#look", in: phone, confirms: false)
        try phone.wait(for: "measured?.attempt !== undefined")
        try press("#look", in: phone, confirms: false)
        camera.clear()
        try phone.wait(for: "!looks")
        #expect(try gate.events().count { $0["verdict"] as? String == "admit" } == rows)
        try press("[data-service=false]", in: phone)
        try running.row(["note": "service-off-technician"])
        try shows("ready", in: screen)
        // A visit with `diagnose` is seen in the same way.
        let visit = gate.process(["diagnose", "--config", "config.toml"])
        let typed = Pipe()
        (visit.standardInput, visit.standardOutput) = (typed, FileHandle.nullDevice)
        try visit.run()
        try shows("service", in: screen)
        visit.interrupt()
        visit.waitUntilExit()
        withExtendedLifetime(typed) {}
        try shows("ready", in: screen)

        camera.unplug()
        try shows("camera-lost", in: screen)
        try says("main: ", in: phone)
        try phone.picture("walk-technician-lost")
        camera.clear()
        try shows("ready", in: screen)
        try says("All is well.", in: phone)
        #expect(screen.complaints == [] && phone.complaints == [])

        running.signal(SIGKILL)
        _ = running.end()
        try shows("unreachable", in: screen)
        try says("The station does not answer.", in: phone)
        running = try RunningGate(gate)
        try shows("ready", in: screen)
        try says("All is well.", in: phone)

        end(pages)
        try shows("unreachable", in: screen)
        pages = try console()
        try shows("ready", in: screen)
        // Who was logged in is forgotten with the console.
        try enter(token, in: phone, at: "/technician")
        try says("All is well.", in: phone)
        running.signal(SIGTERM)
        #expect(running.end() == 0)
    }
}
