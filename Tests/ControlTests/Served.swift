import CProcessShim
import CStranger
import Foundation
import Testing
import Vocabulary

@testable import Control

/// A server at a real socket, whose loop the test turns itself, at times that it states.
final class Served {
    let server: ControlServer
    let path: String
    /// What was asked, in order, and by which role.
    private(set) var asked: [(verb: ControlVerb, role: ControlRole)] = []
    /// What is said to a request; an empty answer where there is nothing else.
    var answer: (ControlRequest, ControlServer.Caller) throws(ControlRefusal) -> ControlServer.Reply = { _, _ in
        .now(Done())
    }
    private let folder: URL

    init(groups: [ControlRole: UInt32] = [:], tokens: TokenList = TokenList()) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("control-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appendingPathComponent("control.sock").path
        server = ControlServer(
            path: path, station: "north", roles: PeerRoles(groups: groups, ownUser: geteuid()), tokens: tokens)
        turn(at: .at(0))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// One turn of the loop with what is ready now.
    @discardableResult
    func turn(at now: MonotonicTime) -> [ControlServer.Event] {
        let events = server.tick(at: now)
        var polled = server.polled(at: now)
        poll(&polled, nfds_t(polled.count), 0)
        let ready = Set(polled.filter { $0.revents != 0 }.map(\.fd))
        server.react(to: ready, at: now) { request, caller throws(ControlRefusal) in
            asked.append((request.verb, caller.role))
            return try answer(request, caller)
        }
        return events
    }

    /// As many turns as a client needs to be taken, heard and answered.
    func turns(_ count: Int = 4, at now: MonotonicTime) { for _ in 0..<count { turn(at: now) } }

    func connect() throws -> Client { try Client(control_connect(path, 0)) }

    /// Somebody else; for root only.
    func connectStranger(user: UInt32 = 54_321, group: UInt32 = 54_321, other: UInt32 = 54_322) throws -> Client {
        try Client(stranger_connect(path, user, group, other))
    }
}

/// A client's bare socket.
final class Client {
    let socket: CInt
    private var received: [UInt8] = []
    private(set) var descriptors: [CInt] = []
    private(set) var isClosed = false

    init(_ socket: CInt) throws {
        try #require(socket >= 0, "errno \(-socket)")
        self.socket = socket
    }

    deinit {
        for descriptor in descriptors { close(descriptor) }
        close(socket)
    }

    /// Says as much as is taken at once; how much that was, negative for an error.
    @discardableResult
    func say(_ text: String) -> Int { say(Array(text.utf8)) }

    func say(_ bytes: [UInt8]) -> Int { control_send(socket, bytes, bytes.count, -1) }

    /// All that has come so far, by lines.
    func hear() -> [String] {
        while true {
            var bytes = [UInt8](repeating: 0, count: 65_536)
            var descriptor: CInt = -1
            var count: CInt = 0
            let length = link_receive(socket, &bytes, bytes.count, &descriptor, 1, &count)
            if count > 0 { descriptors.append(descriptor) }
            if length == 0 || length == Int(-ECONNRESET) { isClosed = true }
            guard length > 0 else { break }
            received += bytes[..<length]
        }
        defer { received = [] }
        return received.split(separator: 10).map { String(decoding: $0, as: UTF8.self) }
    }
}
