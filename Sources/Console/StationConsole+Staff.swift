import Control
import Foundation
import Glibc
import QRDrawing
import Vocabulary

/// The pages of those who work at the station. What is done is asked of the station with the person's own token.
extension StationConsole {
    private static let paths = [
        "/login": "login.html", "/login.js": "login.js",
        "/officer.js": "officer.js", "/technician.js": "technician.js", "/staff.css": "staff.css",
        "/staff.js": "staff.js",
        "/icon.svg": "icon.svg",
    ]

    /// What a page may have the station do.
    private static let acts: Set<ControlVerb> = [
        .admit, .override, .acknowledge, .service, .close, .occupancySet, .occupancyLevel, .passbackForgive,
    ]
    /// What the reader measured on the frame of a picture, as JSON.
    private static let measuredHeader = "Measured"
    /// Bytes of what the station found at itself.
    private static let mostFound = 1 << 17

    typealias StaffReply = WebServer<StaffTopic>.Reply
    typealias StaffCaller = WebServer<StaffTopic>.Caller

    func answerStaff(
        _ request: WebRequest, of caller: StaffCaller, at now: MonotonicTime
    ) throws(WebRefusal) -> StaffReply {
        try request.checkHost(port: staffPort, others: settings.hosts)
        try request.checkOrigin()
        switch (request.method, request.path) {
        case (.post, "/api/login"): return try logIn(request, of: caller, at: now)
        case (.post, "/api/logout"): return logOut(request)
        case (.post, "/api/act"): return try act(request, of: caller, at: now)
        case (.get, "/api/state"): return .now(WebResponse(try state(for: request, at: now), type: "application/json"))
        case (.get, "/api/events"):
            let secret = try secret(of: request, at: now)
            // What is comes first, so that nothing is missed between it and what happens.
            return .stream(StaffTopic(secret: secret), WebResponse.event("state", try state(for: request, at: now)))
        case (.get, "/api/figures"): return try figures(request, of: caller, at: now)
        case (.get, "/api/checks"): return try checks(request, of: caller, at: now)
        case (.get, "/api/occupancy-day"): return try occupancyDay(request, of: caller, at: now)
        case (.get, "/api/preview"): return try preview(request, of: caller, at: now)
        case (.get, "/metrics"): return try metrics(of: caller, at: now)
        case (.get, "/healthz"):
            guard view.status != nil else { throw .busy }
            return .now(WebResponse(Array("ok\n".utf8), type: "text/plain"))
        case (.get, "/text.json"): return .now(pages.text)
        case (.get, "/"): return .now(try pages.file("login.html"))
        case (.get, "/officer"), (.get, "/technician"):
            guard (try? secret(of: request, at: now)) != nil else {
                return .now(WebResponse(seeOther: "/login?next=\(request.path)"))
            }
            return .now(try pages.file(request.path == "/officer" ? "officer.html" : "technician.html"))
        case (.get, _):
            guard let name = Self.paths[request.path] else { throw .notFound }
            return .now(try pages.file(name))
        case (.post, let path): throw Self.paths[path] == nil ? .notFound : .wrongMethod
        }
    }

    /// The secret of the one who asks. Throws `notLoggedIn`.
    private func secret(of request: WebRequest, at now: MonotonicTime) throws(WebRefusal) -> String {
        guard let secret = request.cookie(StaffSessions.cookie), sessions.session(secret, at: now) != nil else {
            throw .notLoggedIn
        }
        return secret
    }

    private func logIn(
        _ request: WebRequest, of caller: StaffCaller, at now: MonotonicTime
    ) throws(WebRefusal) -> StaffReply {
        struct Login: Decodable { var token: String }
        let login = try request.object(Login.self)
        guard sessions.mayTry(at: now) else { throw .tooManyTries }
        let isSecure = request.headers["x-forwarded-proto"] == "https"
        try send([], token: login.token, at: now) { [unowned self] result, _ in
            let now = MonotonicTime.now
            do throws(ControlClientFault) {
                guard let line = try result.get().first else { throw .nonsense }
                let greeting = try ControlLine.answer(Greeting.self, in: line)
                let secret = sessions.begin(token: login.token, role: greeting.role ?? "", at: now)
                var response = WebResponse(json: Entered(role: greeting.role, station: greeting.station))
                let flags = "; Path=/; HttpOnly; SameSite=Strict\(isSecure ? "; Secure" : "")"
                response.headers.append(("Set-Cookie", "\(StaffSessions.cookie)=\(secret)\(flags)"))
                staff.finish(caller, response, at: now)
            } catch {
                if error.isWrongToken { sessions.failed(at: now) }
                staff.finish(caller, WebResponse(error), at: now)
            }
        }
        return .later
    }

    private func logOut(_ request: WebRequest) -> StaffReply {
        if let secret = request.cookie(StaffSessions.cookie) { end(secret) }
        return .now(WebResponse(json: Done()))
    }

    private func end(_ secret: String) {
        sessions.end(secret)
        staff.endStreams { $0.secret == secret }
    }

    private func act(
        _ request: WebRequest, of caller: StaffCaller, at now: MonotonicTime
    ) throws(WebRefusal) -> StaffReply {
        let wish = try wish(in: request)
        return try ask(wish, for: request, of: caller, at: now) { _, _ in WebResponse(json: Done()) }
    }

    /// What the page asks: the fields of the request, and its name as `act`.
    private func wish(in request: WebRequest) throws(WebRefusal) -> ControlRequest {
        let body = try request.json()
        do throws(ControlRefusal) {
            var fields = try RequestFields(json: body)
            guard let verb = ControlVerb(rawValue: try fields.text("act")), Self.acts.contains(verb) else {
                throw .malformed
            }
            let wish = try ControlRequest(verb, takingFrom: &fields)
            guard fields.isEmpty else { throw .malformed }
            return wish
        } catch { throw .malformed }
    }

    private func occupancyDay(
        _ request: WebRequest, of caller: StaffCaller, at now: MonotonicTime
    ) throws(WebRefusal) -> StaffReply {
        try ask(.occupancyDay, for: request, of: caller, at: now) {
            line, _ throws(ControlClientFault) in
            WebResponse(json: try ControlLine.answer(OccupancyDayStatus.self, in: line))
        }
    }

    private func figures(
        _ request: WebRequest, of caller: StaffCaller, at now: MonotonicTime
    ) throws(WebRefusal) -> StaffReply {
        try ask(.figures, for: request, of: caller, at: now) { line, _ throws(ControlClientFault) in
            WebResponse(json: try ControlLine.answer(StationFigures.self, in: line))
        }
    }

    private func checks(
        _ request: WebRequest, of caller: StaffCaller, at now: MonotonicTime
    ) throws(WebRefusal) -> StaffReply {
        try ask(.checks, for: request, of: caller, at: now) { _, memory throws(ControlClientFault) in
            var found = [UInt8](repeating: 0, count: Self.mostFound)
            guard let memory, case let count = pread(memory, &found, found.count, 0), count > 0 else { throw .nonsense }
            return WebResponse(Array(found.prefix(count).prefix { $0 != 0 }), type: "application/json")
        }
    }

    private func preview(
        _ request: WebRequest, of caller: StaffCaller, at now: MonotonicTime
    ) throws(WebRefusal) -> StaffReply {
        try ask(.preview(gate: request.query["gate"]), for: request, of: caller, at: now) {
            line, memory throws(ControlClientFault) in
            let size = try ControlLine.answer(PictureSize.self, in: line)
            guard let memory, (1...4096).contains(size.width), (1...4096).contains(size.height) else { throw .nonsense }
            var picture = Raster(width: size.width, height: size.height)
            guard pread(memory, &picture.pixels, picture.pixels.count, 0) == picture.pixels.count else {
                throw .nonsense
            }
            var response = WebResponse(picture.png(), type: "image/png")
            if let measured = size.measured {
                let object = String(decoding: JSONLine.encode(measured).dropLast(), as: UTF8.self)
                response.headers.append((Self.measuredHeader, object))
            }
            return response
        }
    }

    /// Asks the station with the token of the one who asks here, and answers what `answer` makes of its answer.
    private func ask(
        _ wish: ControlRequest, for request: WebRequest, of caller: StaffCaller, at now: MonotonicTime,
        answer: @escaping (_ line: [UInt8], _ memory: CInt?) throws(ControlClientFault) -> WebResponse
    ) throws(WebRefusal) -> StaffReply {
        let secret = try secret(of: request, at: now)
        let token = sessions.session(secret, at: now)?.token
        try send([wish], token: token, at: now) { [unowned self] result, memory in
            defer { if let memory { close(memory) } }
            do throws(ControlClientFault) {
                guard let line = try result.get().last else { throw .nonsense }
                staff.finish(caller, try answer(line, memory), at: .now)
            } catch {
                // The token was revoked.
                if error.isWrongToken { end(secret) }
                staff.finish(caller, WebResponse(error), at: .now)
            }
        }
        return .later
    }

    /// All that a page shows when it is opened, as JSON.
    private func state(for request: WebRequest, at now: MonotonicTime) throws(WebRefusal) -> [UInt8] {
        let secret = try secret(of: request, at: now)
        let role = sessions.session(secret, at: now)?.role ?? ""
        var object = Array("{\"role\":\"\(role)\",\"status\":".utf8)
        object += view.status.map { JSONLine.encode($0).dropLast() } ?? Array("null".utf8)
        object += Array(",\"day\":".utf8) + JSONLine.encode(view.day.quarters).dropLast()
        object += Array(",\"events\":[".utf8) + view.events.joined(separator: [UInt8(ascii: ",")])
        return object + Array("]}".utf8)
    }

    private struct Entered: Encodable {
        var role: String?
        var station: String
    }
}

extension WebRequest {
    /// The body as JSON. Only scripts of a page of this origin can say that it is of that type.
    /// A body that says it is JSON.
    fileprivate func json() throws(WebRefusal) -> [UInt8] {
        guard headers["content-type"] == "application/json" else { throw .wrongType }
        return body
    }

    fileprivate func object<Value: Decodable>(_: Value.Type) throws(WebRefusal) -> Value {
        let body = try json()
        guard let value = try? JSONLine.decode(Value.self, from: body) else { throw .malformed }
        return value
    }
}

extension ControlClientFault {
    fileprivate var isWrongToken: Bool {
        if case .refused(ControlRefusal.wrongToken.rawValue, _) = self { true } else { false }
    }
}

extension WebResponse {
    /// What the station refused, or that it could not be asked.
    fileprivate init(_ fault: ControlClientFault) {
        switch fault {
        case .refused(let name, let words):
            self.init(refusedByStation: name, words: words)
            if fault.isWrongToken { (status, phrase) = (401, WebRefusal.notLoggedIn.phrase) }
        case .unreachable, .closed, .silent, .nonsense:
            self.init(refusedByStation: "unreachable", words: "\(fault)")
            (status, phrase) = (503, WebRefusal.busy.phrase)
        }
    }
}
