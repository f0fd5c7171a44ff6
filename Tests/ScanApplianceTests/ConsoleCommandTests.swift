import Foundation
import Testing

/// A gate at work and its console, each a process of its own.
struct ConsoleCommandTests {
    /// Two ports of this machine that nobody listens at.
    static func freePorts() throws -> [UInt16] {
        let sockets = (0..<2).map { _ in socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0) }
        defer { for socket in sockets { close(socket) } }
        return try sockets.map { socket in
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let result = withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(socket, $0, size) | getsockname(socket, $0, &size)
                }
            }
            try #require(result == 0)
            return UInt16(bigEndian: address.sin_port)
        }
    }

    /// The first line that answers a request of this path with this in it.
    private func line(with text: String, at path: String, port: UInt16, of gate: Appliance) throws -> String {
        let request = "GET \(path) HTTP/1.1\\r\\nHost: 127.0.0.1:\(port)\\r\\n\\r\\n"
        let script = "exec 3<>/dev/tcp/127.0.0.1/\(port); printf '\(request)' >&3; grep -am1 '\(text)' <&3"
        return try gate.shell(
            "for try in 1 2 3 4 5 6 7 8; do timeout 20 bash -c \"\(script)\" && break; sleep 1; done 2>/dev/null"
        ).text
    }

    @Test("a verdict of a gate at work is on the visitor's stream, and its counts are in the metrics")
    func atWork() throws {
        let gate = try Appliance.withKey()
        let ports = try Self.freePorts()
        try gate.show(try gate.issue("--class", "member", "--station", "all"), in: "frames/1.png")
        try gate.show(try gate.issue("--class", "visitor", "--station", "all"), in: "frames/2.png")
        try gate.configure(camera: "source = \"replay:frames\"\nloop = true")
        let console = "\n[console]\nvisitor_port = \(ports[0])\nstaff_port = \(ports[1])\n"
        try gate.write(try gate.text(of: "config.toml") + console, to: "config.toml")
        let process = gate.process(["console", "--config", "config.toml"])
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer {
            // Whoever starts a process from a test's thread may have blocked what ends it politely.
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        // The console was there first and waits for its station.
        let running = try RunningGate(gate)
        try running.row(["verdict": "admit"])
        let shown = try line(
            with: "\"show\":\"admit\"".replacing("\"", with: "."), at: "/events", port: ports[0], of: gate)
        #expect(shown.contains("\"reason\":\"ok\"") && shown.contains("\"station\":\"north\""))
        let count = try line(with: "^gate_decisions_total", at: "/metrics", port: ports[1], of: gate)
        #expect(count.hasPrefix("gate_decisions_total{verdict=\"admit\",reason=\"ok\"}"))
        running.signal(SIGTERM)
        #expect(running.end() == 0)
    }

    @Test("a port that is taken, and pages that are not there, end it and say what to do")
    func faults() throws {
        let gate = try Appliance.withKey()
        let ports = try Self.freePorts()
        try gate.configure(camera: "source = \"v4l2:by-id/none\"")
        let console = "\n[console]\nvisitor_port = \(ports[0])\nstaff_port = \(ports[1])\n"
        try gate.write(try gate.text(of: "config.toml") + console, to: "config.toml")
        let missing = try gate.run("console", "--config", "config.toml", "--pages", "nowhere")
        #expect(missing.status == 69 && missing.errors.contains("nowhere/visitor.html: this page cannot be read"))
        let process = gate.process(["console", "--config", "config.toml"])
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer {
            // Whoever starts a process from a test's thread may have blocked what ends it politely.
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        _ = try line(with: "gate_up 0", at: "/metrics", port: ports[1], of: gate)
        let second = try gate.run("console", "--config", "config.toml")
        #expect(second.status == 69 && second.errors.contains("port \(ports[0]) is taken by another program"))
    }
}
