import Control
import Foundation
import Testing

@testable import Console

/// What those who work at the station do: it is the station that checks.
@Suite(.serialized) final class StaffTests {
    private let served: ServedConsole

    init() throws { served = try ServedConsole() }
    deinit { served.end() }

    private func act(_ body: String, as cookie: String) throws -> Response {
        try served.call(.staff, "POST /api/act HTTP/1.1", headers: [cookie], body: body)
    }

    @Test("each act reaches the station with the person's own role, never with the console's")
    func roles() throws {
        let officer = try served.cookie(for: served.station.officer)
        #expect(try act(#"{"act":"admit","gate":"front"}"#, as: officer).status == 200)
        #expect(try act(#"{"act":"acknowledge","gate":"front"}"#, as: officer).status == 200)
        // The console's user is root here, who may everything.
        let response = try act(#"{"act":"service","gate":"front","on":true}"#, as: officer)
        #expect(response.status == 409 && response.error == "not-allowed")
        #expect(
            try served.call(.staff, "GET /api/preview?gate=front HTTP/1.1", headers: [officer]).error == "not-allowed")
        let technician = try served.cookie(for: served.station.technician)
        #expect(try act(#"{"act":"service","gate":"front","on":true}"#, as: technician).status == 200)
        let done = served.station.asked.filter { ![.status, .figures].contains($0.verb) }
        #expect(
            done == [
                .init(request: .admit(gate: "front"), role: .officer),
                .init(request: .acknowledge(gate: "front"), role: .officer),
                .init(request: .service(isOn: true, gate: "front"), role: .technician),
            ])
    }

    @Test("what the station refuses is told with its name")
    func refused() throws {
        let officer = try served.cookie(for: served.station.officer)
        served.station.refusal = .nobodyReferred
        let response = try act(#"{"act":"admit"}"#, as: officer)
        #expect(response.status == 409 && response.error == "nobody-referred")
    }

    @Test("a cookie is kept from scripts and from other sites, and over TLS from the plain wire")
    func cookie() throws {
        let body = "{\"token\":\"\(served.station.officer)\"}"
        let plain = try served.call(.staff, "POST /api/login HTTP/1.1", body: body)
        #expect(plain.header("Set-Cookie")?.hasSuffix("; Path=/; HttpOnly; SameSite=Strict") == true)
        #expect(plain.body.contains("\"role\":\"officer\"") && !plain.text.contains(served.station.officer))
        let secure = try served.call(
            .staff, "POST /api/login HTTP/1.1", headers: ["X-Forwarded-Proto: https"], body: body)
        #expect(secure.header("Set-Cookie")?.hasSuffix("; SameSite=Strict; Secure") == true)
    }

    @Test("wrong tokens: five are tried, then none, and whoever is logged in goes on")
    func guessing() throws {
        let officer = try served.cookie(for: served.station.officer)
        for _ in 0..<5 {
            let wrong = try served.call(.staff, "POST /api/login HTTP/1.1", body: #"{"token":"AAAAA"}"#)
            #expect(wrong.status == 401 && wrong.error == "wrong-token")
        }
        let right = "{\"token\":\"\(served.station.officer)\"}"
        #expect(try served.call(.staff, "POST /api/login HTTP/1.1", body: right).status == 429)
        #expect(try act(#"{"act":"override"}"#, as: officer).status == 200)
    }

    @Test("a token that is revoked ends at its next act, and a logout at once")
    func ends() throws {
        let officer = try served.cookie(for: served.station.officer)
        served.station.revoke("desk")
        #expect(try act(#"{"act":"override"}"#, as: officer).status == 401)
        #expect(try served.call(.staff, "GET /api/state HTTP/1.1", headers: [officer]).status == 401)
        let technician = try served.cookie(for: served.station.technician)
        #expect(try served.call(.staff, "GET /api/state HTTP/1.1", headers: [technician]).status == 200)
        let stream = try Caller(port: served.staffPort)
        stream.say("GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:\(served.staffPort)\r\n\(technician)\r\n\r\n")
        #expect(stream.hears("event: state"))
        #expect(try served.call(.staff, "POST /api/logout HTTP/1.1", headers: [technician], body: "{}").status == 200)
        #expect(try served.call(.staff, "GET /api/state HTTP/1.1", headers: [technician]).status == 401)
        _ = stream.hearAll()
    }

    @Test("the picture is a PNG of what the station sent, and is asked for only when somebody looks")
    func picture() throws {
        let technician = try served.cookie(for: served.station.technician)
        #expect(!served.station.asked.contains { $0.verb == .preview })
        let response = try served.call(.staff, "GET /api/preview?gate=front HTTP/1.1", headers: [technician])
        #expect(
            response.status == 200 && response.header("Content-Type") == "image/png" && response.text.contains("PNG"))
        #expect(response.header("Measured")?.contains("\"focus\":41.5") == true)
        #expect(served.station.asked.filter { $0.verb == .preview }.count == 1)
    }

    @Test("the count and the level are set with the officer's own role, and what is no act is refused")
    func occupancy() throws {
        let officer = try served.cookie(for: served.station.officer)
        #expect(try act(#"{"act":"occupancy-set","count":7}"#, as: officer).status == 200)
        #expect(try act(#"{"act":"occupancy-level","level":2}"#, as: officer).status == 200)
        #expect(try act(#"{"act":"close","on":true}"#, as: officer).status == 200)
        #expect(try act(#"{"act":"close"}"#, as: officer).error == "malformed")
        #expect(try act(#"{"act":"occupancy-set","count":-1}"#, as: officer).error == "malformed")
        #expect(try act(#"{"act":"occupancy-day"}"#, as: officer).status == 400)
        #expect(
            try served.call(.staff, "GET /api/occupancy-day HTTP/1.1", headers: [officer]).body.contains(
                "\"reset\":180"))
        #expect(try served.call(.staff, "GET /api/occupancy-day HTTP/1.1").status == 401)
        let done = served.station.asked.filter { ![.status, .figures, .occupancyDay].contains($0.verb) }
        #expect(
            done == [
                .init(request: .occupancySet(7), role: .officer),
                .init(request: .occupancyLevel(2), role: .officer),
                .init(request: .close(isOn: true), role: .officer),
            ])
    }

    @Test("Prometheus is told how many are inside, and how old the list of signers is")
    func gauges() {
        var status = StationStatus.well.with(inside: 9, waiting: 2)
        status.trust = TrustStatus(age: "old", version: 4, created: "2026-11-01T00:00:00Z")
        let lines = Exposition(status: status, figures: nil).text.split(separator: "\n")
        for line in [
            "gate_occupancy 9", "gate_occupancy_capacity 12", "gate_occupancy_full 0", "gate_occupancy_waiting 2",
            "gate_occupancy_level 3", #"gate_occupancy_drift{kind="unmatched"} 1"#, #"gate_trust_state{state="old"} 1"#,
            #"gate_trust_state{state="fresh"} 0"#, "gate_trust_created_timestamp_seconds 1793491200",
        ] { #expect(lines.contains { $0 == line }, "\(line)") }
    }

    @Test("Prometheus is told the state and the counts by the names of its conventions, and no person")
    func metrics() throws {
        let lines = try served.call(.staff, "GET /metrics HTTP/1.1").body.split(separator: "\n").map(String.init)
        for line in [
            "gate_up 1", #"gate_decisions_total{verdict="admit",reason="ok"} 3"#,
            #"gate_decisions_total{verdict="deny",reason="expired"} 2"#, #"gate_camera_up{gate="front"} 1"#,
            #"gate_clock_state{state="trusted"} 1"#, #"gate_clock_state{state="untrusted"} 0"#,
            #"gate_incidents_total{incident="camera-unplugged"} 1"#,
            #"gate_decision_duration_seconds_bucket{le="0.005"} 0"#,
            #"gate_decision_duration_seconds_bucket{le="0.01"} 1"#,
            #"gate_decision_duration_seconds_bucket{le="+Inf"} 1"#,
            "gate_decision_duration_seconds_sum 0.007", "gate_decision_duration_seconds_count 1",
            #"gate_reader_cpu_seconds_total{gate="front"} 1.5"#, #"gate_frames_total{gate="front"} 100"#,
        ] { #expect(lines.contains(line), "\(line)") }
        let names = Set(lines.filter { $0.hasPrefix("# TYPE ") }.map { $0.split(separator: " ")[2] })
        for line in lines where !line.hasPrefix("#") {
            let name = line.prefix { $0 != "{" && $0 != " " }
            let family = ["_bucket", "_sum", "_count"].first { name.hasSuffix($0) }.map { name.dropLast($0.count) }
            #expect(names.contains(name) || family.map(names.contains) == true, "\(line)")
        }
    }

    @Test("a station that is gone is said to be gone, and one that is back is watched again")
    func gone() throws {
        served.station.end()
        while try served.call(.staff, "GET /healthz HTTP/1.1").status == 200 {}
        #expect(try served.call(.staff, "GET /metrics HTTP/1.1").body.contains("\ngate_up 0\n"))
        let response = try served.call(.staff, "POST /api/login HTTP/1.1", body: #"{"token":"A"}"#)
        #expect(response.status == 503 && response.error == "unreachable")
        let stream = try Caller(port: served.visitorPort)
        stream.say("GET /events HTTP/1.1\r\nHost: 127.0.0.1:\(served.visitorPort)\r\n\r\n")
        #expect(stream.hears(#""show":"unreachable""#))
    }
}
