import Foundation

/// A real headless Chromium, driven over its DevTools protocol by two pipes (--remote-debugging-pipe).
public final class Browser {
    /// What the page complained of since it was opened: exceptions, errors on the console, refused resources.
    public private(set) var complaints: [String] = []
    private let process = Process()
    private let toBrowser = Pipe()
    private let fromBrowser = Pipe()
    private let profile: URL
    private var received = Data()
    private var session: String?
    private var nextID = 1

    public struct Fault: Error, CustomStringConvertible { public var description: String }

    /// Starts one with an empty profile; ends with this object.
    public init() throws {
        profile = FileManager.default.temporaryDirectory.appendingPathComponent("browser-\(UUID())")
        // Descriptors 3 and 4 are the protocol's; a shell can hand them over.
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        let options =
            "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --hide-scrollbars "
            + "--mute-audio --disable-background-networking --remote-debugging-pipe"
        process.arguments = [
            "-c",
            "exec chromium \(options) --user-data-dir='\(profile.path)' about:blank 3<&0 4>&1 </dev/null >/dev/null 2>&1",
        ]
        process.standardInput = toBrowser
        process.standardOutput = fromBrowser
        try process.run()
        let target = try command("Target.createTarget", ["url": "about:blank"])["targetId"] ?? ""
        session = try command("Target.attachToTarget", ["targetId": target, "flatten": true])["sessionId"] as? String
        for domain in ["Runtime", "Log", "Page", "Accessibility"] { _ = try command("\(domain).enable") }
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: profile)
    }

    public func setWindow(width: Int, height: Int) throws {
        _ = try command(
            "Emulation.setDeviceMetricsOverride",
            ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600])
    }

    public func open(_ address: String) throws {
        complaints = []
        _ = try command("Page.navigate", ["url": address])
        _ = try value(of: Self.waiting(for: "document.readyState === 'complete'"))
    }

    /// What a script gives, as JSON would hold it. A promise is waited for.
    @discardableResult
    public func value(of script: String) throws -> Any? {
        let answer = try command(
            "Runtime.evaluate", ["expression": script, "awaitPromise": true, "returnByValue": true])
        if let thrown = answer["exceptionDetails"] as? [String: Any] {
            let exception = thrown["exception"] as? [String: Any]
            throw Fault(description: "\(exception?["description"] ?? exception?["value"] ?? thrown)")
        }
        return (answer["result"] as? [String: Any])?["value"]
    }

    /// Waits until a condition holds in the page, or in the one that it leads to; throws after 15 s.
    public func wait(for condition: String) throws {
        for _ in 0..<5 {
            do {
                _ = try value(of: Self.waiting(for: condition))
                return
            } catch let fault as Fault {
                guard fault.description.contains("navigated") || fault.description.contains("context was destroyed")
                else {
                    throw fault
                }
            }
        }
    }

    private static func waiting(for condition: String) -> String {
        """
        new Promise((hold, fail) => {
          const end = performance.now() + 15000;
          const look = () => { let is = false; try { is = \(condition); } catch {}
            if (is) hold(true); else if (performance.now() > end) fail("not: " + \(quoted(condition)) + " in " + document.body?.innerText); else setTimeout(look, 5); };
          look();
        })
        """
    }

    /// A text as a script writes it.
    public static func quoted(_ text: String) -> String {
        String(decoding: (try? JSONEncoder().encode(text)) ?? Data(), as: UTF8.self)
    }

    /// The roles and names by which an assistive program knows what is on the page.
    public func accessible() throws -> [(role: String, name: String)] {
        let nodes = try command("Accessibility.getFullAXTree")["nodes"] as? [[String: Any]] ?? []
        return nodes.compactMap { node in
            guard node["ignored"] as? Bool != true, let role = (node["role"] as? [String: Any])?["value"] as? String
            else {
                return nil
            }
            return (role, (node["name"] as? [String: Any])?["value"] as? String ?? "")
        }
    }

    /// A picture of the page as a PNG file, in the folder that SCAN_SCREENSHOTS names; nothing where it names none.
    public func picture(_ name: String) throws {
        guard let folder = ProcessInfo.processInfo.environment["SCAN_SCREENSHOTS"] else { return }
        try png().write(to: URL(fileURLWithPath: folder).appendingPathComponent("\(name).png"))
    }

    /// What the window shows, as a PNG file.
    public func png() throws -> Data {
        let text = try command("Page.captureScreenshot", ["format": "png"])["data"] as? String ?? ""
        return Data(base64Encoded: text) ?? Data()
    }

    private func command(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
        var message: [String: Any] = ["id": nextID, "method": method, "params": parameters]
        if let session { message["sessionId"] = session }
        try toBrowser.fileHandleForWriting.write(contentsOf: try JSONSerialization.data(withJSONObject: message) + [0])
        defer { nextID += 1 }
        while true {
            let said = try next()
            if said["id"] as? Int == nextID {
                if let error = said["error"] { throw Fault(description: "\(method): \(error)") }
                return said["result"] as? [String: Any] ?? [:]
            }
            note(said)
        }
    }

    private func note(_ said: [String: Any]) {
        let parameters = said["params"] as? [String: Any] ?? [:]
        switch said["method"] as? String {
        case "Runtime.exceptionThrown": complaints.append("\(parameters)")
        case "Log.entryAdded":
            let entry = parameters["entry"] as? [String: Any] ?? [:]
            if entry["level"] as? String == "error" {
                complaints.append("\(entry["text"] ?? entry) \(entry["url"] ?? "")")
            }
        case "Runtime.consoleAPICalled":
            if parameters["type"] as? String == "error" { complaints.append("\(parameters)") }
        default: break
        }
    }

    private func next() throws -> [String: Any] {
        let source = fromBrowser.fileHandleForReading
        while true {
            if let end = received.firstIndex(of: 0) {
                defer { received = received[received.index(after: end)...] }
                return try JSONSerialization.jsonObject(with: received[..<end]) as? [String: Any] ?? [:]
            }
            var wanted = pollfd(fd: source.fileDescriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&wanted, 1, 60_000) == 1 else { throw Fault(description: "chromium says nothing") }
            let bytes = source.availableData
            guard !bytes.isEmpty else {
                throw Fault(description: "chromium has ended, or is not there: apt-get install chromium")
            }
            received += bytes
        }
    }
}
