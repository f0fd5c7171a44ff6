import Browser
import Control
import Foundation
import Testing

@testable import Console

/// The officer's and the technician's pages in a real browser.
@Suite(.serialized) final class StaffPageTests {
    private let served: ServedConsole
    private let browser: Browser

    init() throws {
        served = try ServedConsole(language: "en")
        browser = try Browser()
        try browser.setWindow(width: 1280, height: 900)
    }

    deinit { served.end() }

    private func logIn(_ token: String, to page: String) throws {
        try browser.open("http://127.0.0.1:\(served.staffPort)\(page)")
        try browser.wait(for: "location.pathname === '/login' && document.querySelector('button').textContent !== ''")
        try checkLooks("login")
        try browser.picture("staff-login")
        try browser.value(
            of: "document.getElementById('token').value = '\(token)'; document.querySelector('#login button').click()")
        try browser.wait(
            for: "location.pathname === '\(page)' && document.querySelector('#bar strong')?.textContent === 'MLG-03'")
    }

    private func click(_ selector: String) throws {
        try browser.wait(
            for:
                "document.querySelector(\(Browser.quoted(selector))) && !document.querySelector(\(Browser.quoted(selector))).disabled"
        )
        try browser.value(of: "document.querySelector(\(Browser.quoted(selector))).click()")
    }

    private func waitFor(_ text: String) throws {
        try browser.wait(for: "document.body.innerText.includes(\(Browser.quoted(text)))")
    }

    /// Every control has a name, the page is no wider than the window, no value is squeezed, and words stand out 4.5 to 1 (WCAG 1.4.3).
    private func checkLooks(_ what: String) throws {
        for (role, name) in try browser.accessible()
        where ["button", "link", "textbox", "combobox", "image", "heading", "img"].contains(role) {
            #expect(!name.isEmpty, "\(what): a \(role) without a name")
        }
        let troubles =
            try browser.value(
                of: """
                    (() => {
                      const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
                      const luminance = (colour) => { const [r, g, b] = parts(colour).map((v) => v / 255)
                        .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
                      const ground = (element) => { const colour = getComputedStyle(element).backgroundColor;
                        return (parts(colour)[3] ?? 1) > 0 ? colour : element.parentElement ? ground(element.parentElement) : "rgb(255, 255, 255)"; };
                      const troubles = [];
                      for (const element of document.querySelectorAll("main *, #bar *")) {
                        const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
                        if (!own || element.closest("svg") || element.disabled || !element.checkVisibility()) continue;
                        const [a, b] = [luminance(getComputedStyle(element).color), luminance(ground(element))];
                        const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                        if (contrast < 4.5) troubles.push(`${element.textContent}: contrast ${contrast.toFixed(2)}`);
                      }
                      for (const value of document.querySelectorAll("dd")) {
                        if (value.checkVisibility() && value.clientWidth < 100) troubles.push(`${value.textContent}: ${value.clientWidth} px wide`);
                      }
                      if (document.documentElement.scrollWidth > innerWidth) troubles.push("wider than the window");
                      return troubles.join("; ");
                    })()
                    """) as? String
        #expect(troubles == "", "\(what)")
    }

    @Test(
        "an officer sees what happens at once, lets in who was referred, opens, and acknowledges, each after a question"
    )
    func officer() throws {
        try logIn(served.station.officer, to: "/officer")
        served.station.tell(.decided("deny", "wrong-station"), .decided("refer", "holder-check"))
        served.station.status = StationStatus.well.with {
            $0.referral = 25
            $0.alarm = "sounding"
            $0.causes = ["door-held-open"]
            $0.faults = [FaultStatus(incident: "line-busy", what: "buzzer: <b>busy</b>")]
        }
        // To the officer, not to the visitor: why, and what is to be done.
        try waitFor("the pass is for another station")
        try waitFor("Somebody is waiting: 25 s left")
        try waitFor("Compare the name on the certificate with an identity card.")
        try waitFor("stop that program")
        // What the station says is text and never markup.
        try waitFor("buzzer: <b>busy</b>")
        try checkLooks("officer")
        try browser.picture("staff-officer")
        for wish in [
            ControlRequest.admit(gate: "front"), .override(gate: "front"), .acknowledge(gate: "front"),
        ] {
            let act = wish.verb.rawValue
            try click("[data-act=\(act)]")
            try browser.wait(for: "document.getElementById('confirm').open")
            try browser.picture("staff-confirm-\(act)")
            try click("#no")
            #expect(!served.station.asked.contains { $0.request == wish })
            try click("[data-act=\(act)]")
            try click("#yes")
            try waitFor("Done.")
            #expect(served.station.asked.contains(.init(request: wish, role: .officer)))
            try browser.value(of: "document.getElementById('toast').textContent = ''")
        }
        served.station.refusal = .nobodyReferred
        try click("[data-act=admit]")
        try click("#yes")
        try waitFor("nobody was referred, or too long ago")
        try click("#language")
        try waitFor("pas untuk stasiun lain")
        // What has happened is there when the page is opened anew.
        try browser.open("http://127.0.0.1:\(served.staffPort)/officer")
        try waitFor("pas untuk stasiun lain")
        try browser.wait(for: "document.querySelectorAll('#day rect').length === 2")
        #expect(!(try browser.value(of: "document.body.innerHTML.includes('/technician')") as? Bool ?? true))
        #expect(browser.complaints == [])
        try click("#logout")
        try browser.wait(for: "location.pathname === '/login'")
    }

    @Test(
        "an officer sees how many are inside and the day's curve, and corrects the count and the level, each asked back"
    )
    func occupancy() throws {
        try logIn(served.station.officer, to: "/officer")
        var status = StationStatus.well.with(inside: 12, waiting: 2)
        status.phases = [
            "member": PhaseStatus(phase: "enforce", next: nil, from: nil),
            "visitor": PhaseStatus(phase: "observe", next: "enforce", from: "2026-12-01 07:00"),
        ]
        served.station.status = status
        try waitFor("Inside: 12 · full")
        try waitFor("12 (50 % of the rooms)")
        try waitFor("observed; enforced from 2026-12-01 07:00")
        try waitFor("Let in today though judged to stay out: 4")
        try waitFor("3 visitors, 07:10 to 16:40")
        try waitFor("1 without a verified pass")
        try browser.wait(for: "document.querySelectorAll('#curve rect').length === 53")
        try checkLooks("occupancy")
        try browser.picture("staff-officer-occupancy")
        try click("#language")
        try browser.setWindow(width: 390, height: 2400)
        try waitFor("status kesehatan tidak memenuhi syarat")
        try checkLooks("occupancy on a phone")
        try browser.picture("staff-officer-phone")
        try browser.setWindow(width: 1280, height: 900)
        try click("#language")
        try click("#close")
        try waitFor("Close this station to visitors from now on?")
        try click("#yes")
        try waitFor("Done.")
        status.phases?["visitor"] = PhaseStatus(phase: "closed", next: nil, from: nil, byHand: true)
        served.station.status = status
        try waitFor("closed by an officer")
        try waitFor("Open to visitors again")
        try browser.value(
            of: "document.getElementById('toast').textContent = ''; document.getElementById('count').value = '7'")
        try click("#set button")
        try waitFor("Set the number of people inside to 7?")
        try click("#yes")
        try waitFor("Done.")
        try browser.value(
            of: "document.getElementById('toast').textContent = ''; document.getElementById('levels').value = '2'")
        try click("#level button")
        try waitFor("Set PPKM level 2?")
        try click("#yes")
        try waitFor("Done.")
        try browser.value(of: "document.getElementById('toast').textContent = ''")
        try click("[data-act=passback-forgive]")
        try click("#yes")
        try waitFor("Done.")
        for asked: StagedStation.Asked in [
            .init(request: .close(isOn: true), role: .officer),
            .init(request: .occupancySet(7), role: .officer),
            .init(request: .occupancyLevel(2), role: .officer),
            .init(request: .passbackForgive(gate: "front"), role: .officer),
        ] { #expect(served.station.asked.contains(asked)) }
        #expect(browser.complaints == [])
    }

    @Test(
        "a technician sees the picture, states, incidents and figures, on a phone too, and nobody looks before being asked"
    )
    func technician() throws {
        try browser.setWindow(width: 390, height: 2400)
        try logIn(served.station.technician, to: "/technician")
        served.station.status = StationStatus.well.with {
            $0.camera.fault = FaultStatus(incident: "camera-stalled", what: "unplug it")
        }
        var event = FollowedEvent("incident", gate: "front", time: "2026-11-24T08:00:00Z")
        event.what = "camera-stalled"
        served.station.tell(event)
        event.event = "recovered"
        served.station.tell(event)
        try waitFor("front: the camera delivers no frames")
        try waitFor("it was: the camera delivers no frames")
        try waitFor("within 10 ms")
        try waitFor("the camera is gone")
        #expect(!served.station.asked.contains { $0.verb == .preview })
        try click("#look")
        try browser.wait(
            for:
                "document.getElementById('picture').width === 64 && document.querySelector('#focus').textContent !== ''"
        )
        #expect(
            try browser.value(of: "document.getElementById('brightness').textContent.startsWith('126')") as? Bool
                == true)
        for words in ["best 41.5", "1280 × 720", "whole", "glare 12 %", "turn the camera or the lamp"] {
            try waitFor(words)
        }
        try browser.wait(for: "document.querySelectorAll('#checks .fault').length === 1")
        try checkLooks("technician")
        try browser.picture("staff-technician-phone")
        try click("#look")
        try click("[data-service]")
        try click("#yes")
        try waitFor("Done.")
        #expect(served.station.asked.contains(.init(request: .service(isOn: true, gate: "front"), role: .technician)))
        #expect(browser.complaints == [])
    }

    @Test("a wrong token is said to be wrong, and an officer is told that the technician's picture is not for officers")
    func refused() throws {
        try browser.open("http://127.0.0.1:\(served.staffPort)/officer")
        try browser.wait(for: "document.querySelector('#login button')?.textContent === 'Log in'")
        try browser.value(
            of: "document.getElementById('token').value = 'AAAAA'; document.querySelector('#login button').click()")
        try waitFor("no such token")
        try logIn(served.station.officer, to: "/technician")
        try waitFor("Your role may not see this.")
    }

    @Test("a station that goes is said to be gone, and the page takes up again when it is back")
    func gone() throws {
        try logIn(served.station.officer, to: "/officer")
        served.station.end()
        try waitFor("The station does not answer.")
    }
}
