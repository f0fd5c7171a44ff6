import Admission
import Browser
import Control
import Foundation
import Testing
import Vocabulary

@testable import Console

/// The visitor's page in a real browser.
@Suite(.serialized) final class VisitorPageTests {
    private let served: ServedConsole
    private let browser: Browser

    init() throws {
        served = try ServedConsole()
        browser = try Browser()
        try browser.setWindow(width: 1280, height: 800)
    }

    deinit { served.end() }

    private func words(_ language: String) throws -> [String: String] {
        let file = URL(fileURLWithPath: ServedConsole.pages).appendingPathComponent("text/\(language).json")
        return try JSONDecoder().decode([String: String].self, from: Data(contentsOf: file))
    }

    private func open(_ options: String = "night=off") throws {
        try browser.open("http://127.0.0.1:\(served.visitorPort)/?\(options)")
        try browser.wait(
            for: "document.body.dataset.show === 'ready' && document.getElementById('title-first').textContent !== ''")
    }

    private func isVisible(_ text: String) throws -> Bool {
        try browser.value(of: "document.body.innerText.includes(\(Browser.quoted(text)))") as? Bool == true
    }

    /// All words are in the window, none upon another part, and each stands out from its ground at least 7 to 1 (WCAG 1.4.6).
    private func checkLooks(_ what: String) throws {
        let troubles =
            try browser.value(
                of: """
                    (() => {
                      const luminance = (colour) => { const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map((v) => v / 255)
                        .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
                      const ground = luminance(getComputedStyle(document.body).backgroundColor);
                      const troubles = [];
                      const main = document.querySelector("main").getBoundingClientRect();
                      for (const element of document.querySelectorAll("h1, p, header span, time, footer span")) {
                        if (!element.textContent || getComputedStyle(element).visibility === "hidden" || element.hidden) continue;
                        const ink = luminance(getComputedStyle(element).color);
                        const contrast = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
                        if (contrast < 7) troubles.push(`${element.textContent}: contrast ${contrast.toFixed(2)}`);
                        const box = element.getBoundingClientRect();
                        if (box.left < 0 || box.right > innerWidth || box.top < 0 || box.bottom > innerHeight) troubles.push(`${element.textContent}: outside`);
                        if (element.closest("main") && (box.top < main.top - 1 || box.bottom > main.bottom + 1)) troubles.push(`${element.textContent}: covered`);
                        if (parseFloat(getComputedStyle(element).fontSize) < Math.min(innerWidth, innerHeight) / 30) troubles.push(`${element.textContent}: small`);
                      }
                      return troubles.join("; ");
                    })()
                    """) as? String
        #expect(troubles == "", "\(what)")
    }

    @Test("every verdict and every reason is shown in both languages, by day and by night, lying and standing")
    func reasons() throws {
        let (indonesian, english) = (try words("id"), try words("en"))
        for (width, height, night) in [(1280, 800, "off"), (800, 1280, "on")] {
            try browser.setWindow(width: width, height: height)
            try open("night=\(night)")
            try checkLooks("ready")
            try browser.picture("visitor-ready-\(width)-\(night)")
            for reason in Reason.allCases + [.ok] {
                served.station.tell(.decided(reason.verdict.rawValue, reason.rawValue))
                try browser.wait(for: "document.body.dataset.reason === '\(reason.rawValue)'")
                let show = reason == .moreCodes ? "more" : reason.verdict.rawValue
                #expect(try browser.value(of: "document.body.dataset.show") as? String == show)
                let why =
                    ["admit", "more"].contains(show)
                    ? [] : ["reason.\(reason.rawValue)", "reason.\(reason.rawValue).next"]
                for key in ["show.\(show)"] + why {
                    for language in [indonesian, english] {
                        #expect(try isVisible(language[key] ?? "?"), "\(reason): \(key)")
                    }
                }
                let pictures = try browser.value(
                    of:
                        "[...document.querySelectorAll('#picture svg')].filter((s) => getComputedStyle(s).display !== 'none').map((s) => s.getAttribute('class')).join()"
                )
                #expect(pictures as? String == "for-\(show)")
                try checkLooks("\(reason) \(night)")
                try browser.picture("visitor-\(reason.rawValue)-\(width)-\(night)")
            }
        }
        #expect(browser.complaints == [])
    }

    @Test("service, a lost camera, a broken lock, a door left open and a lost station are shown, and the way back")
    func states() throws {
        try open()
        let fault = FaultStatus(incident: "camera-unplugged", what: "")
        var closed = StationStatus.well
        closed.phases = ["visitor": PhaseStatus(phase: "closed", next: nil, from: nil, byHand: true)]
        for (show, status) in [
            ("service", StationStatus.well.with { $0.service = 60 }),
            ("camera-lost", .well.with { $0.camera = CameraStatus(state: "waiting", fault: fault) }),
            ("out-of-order", .well.with { $0.lock = "fault" }), ("door-open", .well.with { $0.door = "held-open" }),
            ("closed", closed), ("starting", .well.with { $0.reader.isLooking = false }),
        ] {
            served.station.status = status
            try browser.wait(for: "document.body.dataset.show === '\(show)'")
            for language in ["id", "en"] {
                let words = try words(language)
                #expect(try isVisible(words["show.\(show)"] ?? "?") && isVisible(words["show.\(show).next"] ?? "?"))
            }
            try checkLooks(show)
            try browser.picture("visitor-\(show)")
        }
        served.station.status = .well
        try browser.wait(for: "document.body.dataset.show === 'ready'")
        #expect(browser.complaints == [])
        served.station.end()
        try browser.wait(for: "document.body.dataset.show === 'unreachable'")
    }

    @Test(
        "how many are inside and whether there is room, who waits where it is full, and which part of a card was read")
    func occupancy() throws {
        try open()
        served.station.status = .well.with(inside: 9)
        try browser.wait(for: "document.body.innerText.includes('room for 3')")
        #expect(try isVisible("9 di dalam"))
        try checkLooks("room")
        try browser.picture("visitor-room")
        served.station.status = .well.with(inside: 12, waiting: 3)
        try browser.wait(for: "document.body.dataset.show === 'full'")
        #expect(try isVisible("Waiting: 3.") && isVisible("Yang menunggu: 3."))
        try checkLooks("full")
        try browser.picture("visitor-full")
        var event = FollowedEvent.decided("deny", "full")
        event.before = 3
        served.station.tell(event)
        try browser.wait(for: "document.body.dataset.show === 'deny'")
        #expect(try isVisible("Please wait: 3 before you."))
        try checkLooks("before")
        try browser.picture("visitor-full-before")
        var part = FollowedEvent("collecting", gate: "front", time: WallTime.now.rfc3339)
        (part.have, part.count) = (1, 3)
        served.station.tell(part)
        try browser.wait(for: "document.body.dataset.show === 'more'")
        #expect(try isVisible("Code 1 of 3 is read") && isVisible("Kode 1 dari 3 sudah terbaca"))
        try checkLooks("part")
        try browser.picture("visitor-part")
        served.station.tell(.decided("deny", "expired", lock: "opened"))
        try browser.wait(for: "document.body.dataset.show === 'admit'")
        #expect(try isVisible("Your pass has expired"))
        try browser.picture("visitor-observed")
        #expect(browser.complaints == [])
    }

    @Test("the page has a name, a language, and words for whoever does not see it")
    func accessible() throws {
        try open("night=off&gate=front&sound=on")
        served.station.tell(.decided("deny", "expired"))
        try browser.wait(for: "document.body.dataset.reason === 'expired'")
        let known = try browser.accessible()
        #expect(known.contains { $0.role == "status" })
        #expect(known.contains { $0.role == "heading" && $0.name == "Belum dapat masuk" })
        #expect(
            try browser.value(of: "document.documentElement.lang + document.getElementById('why-second').lang")
                as? String == "iden")
        #expect(browser.complaints == [])
    }
}
