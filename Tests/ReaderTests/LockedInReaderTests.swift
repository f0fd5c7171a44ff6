import Glibc
import ReaderLink
import Testing
import Vocabulary

@Test("it locks itself in, with one thread and no new privileges")
func locksItselfIn() throws {
    let reader = try start("read")
    let walls = try reader.first(where: isReady)
    #expect(walls.isFiltered)
    #expect(try reader.status("Threads") == "1")
    #expect(try reader.status("NoNewPrivs") == "1")
    #expect(try reader.status("Seccomp") == "2")
    #expect(try reader.status("SigIgn").suffix(4) == "1003")
}

@Test("it reads a code with all 256 byte values behind its walls, and gives what was encoded")
func readsAllBytes() throws {
    let reader = try start("read")
    try reader.send(card(Array(0...255)))
    #expect(try reader.first(where: camera) == .streaming(width: 640, height: 480, note: "a card"))
    let frame = try reader.first(where: sightings)
    #expect(frame.sightings.map(\.payload) == [Payload(0...255)])
    #expect(frame.sightings.allSatisfy { $0.outline.area > 10_000 })
    #expect(frame.captured <= .now)
    let told = try reader.first { figures($0).flatMap { $0.frames > 0 ? $0 : nil } }
    #expect(told.attempts > 0 && told.cpuMicroseconds > 0 && told.residentKiB > 1000)
    print("the reader of a debug build: \(told.residentKiB) KiB resident")
}

@Test("from within it can open no file, no device, no socket; start nothing; reach nobody")
func opensNothing() throws {
    let reader = try start("read")
    try tell(reader, replay: "attempts")
    guard case .lost(let fault) = try reader.first(where: camera) else { throw NothingCame() }
    let outcomes = fault.what.split(separator: ",")
    #expect(outcomes.count > 10)
    let working = outcomes.filter { $0.hasSuffix(" 0") }
    #expect(working == ["plain-memory 0"] || working.isEmpty)
    for name in ["read-file", "open-device", "unix-socket", "internet-socket", "fork", "thread"] {
        #expect(outcomes.contains("\(name) 1"), "\(name)")
    }
}

@Test("it ends when its link closes")
func endsWithItsLink() throws {
    let reader = try start("read")
    _ = try reader.next()
    shutdown(reader.link, CInt(SHUT_WR))
    #expect(reader.end() == .ended(.exited(0)))
}

@Test("Ctrl-C and a lost terminal do not end it")
func ignoresTheTerminal() throws {
    let reader = try start("read")
    _ = try reader.next()
    #expect(getsid(reader.processID) == reader.processID)
    for signal in [SIGINT, SIGHUP, SIGPIPE] { kill(reader.processID, signal) }
    #expect(try reader.first(where: figures).frames == 0)
    #expect(try reader.first(where: figures).frames == 0)
}

@Test("killed, it has ended by that signal, and a fresh one sees within a second")
func killed() throws {
    let reader = try start("read")
    try reader.send(card([65]))
    _ = try reader.first(where: sightings)
    let death = MonotonicTime.now
    kill(reader.processID, SIGKILL)
    #expect(reader.end() == .ended(.signalled(SIGKILL)))
    let fresh = try start("read")
    try fresh.send(card([66]))
    #expect(try fresh.first(where: sightings).sightings.map(\.payload.bytes) == [[66]])
    let pause = MonotonicTime.now - death
    print("from a killed reader to the next one's first sighting: \(pause.inMilliseconds) ms")
    #expect(pause < .seconds(1))
}

@Test("the longest order goes over the link whole")
func longestOrder() throws {
    let reader = try start("read")
    let act = SceneAct(manner: .paper, payload: [UInt8](repeating: 255, count: Payload.maximumLength))
    try reader.send(.look(.scene([SceneAct](repeating: act, count: SourceDescription.maximumActs))))
    #expect(try reader.first(where: camera) == .streaming(width: 640, height: 480, note: "a card"))
}

@Test("a crash is told by its signal")
func crashed() throws {
    let reader = try start("read")
    try tell(reader, replay: "trap")
    guard case .ended(.signalled(let signal)) = reader.end() else { throw NothingCame() }
    #expect([SIGILL, SIGTRAP].contains(signal))
}

@Test("stopped, it says nothing for a second; it can be ended, and also goes on where it was")
func stopped() throws {
    let reader = try start("read")
    _ = try reader.first(where: figures)
    kill(reader.processID, SIGSTOP)
    while try reader.next(within: 0.3) != nil {}
    #expect(try reader.next(within: 1) == nil)
    kill(reader.processID, SIGCONT)
    _ = try reader.first(where: figures)
    kill(reader.processID, SIGSTOP)
    reader.kill()
    #expect(reader.end() == .ended(.signalled(SIGKILL)))
}

@Test("a lost camera is told once, and the next order is followed")
func lostCamera() throws {
    let reader = try start("read")
    try withNull { try reader.send(.look(.device(CameraSettings())), descriptors: [$0]) }
    #expect(
        try reader.first(where: camera)
            == .lost(CameraFault(.unplugged, code: ENODEV, "the camera is gone: check its cable")))
    for _ in 0..<3 { #expect(try reader.next().flatMap(figures) != nil) }
    try tell(reader, replay: "short")
    #expect(try reader.first(where: camera) == .streaming(width: 640, height: 480, note: "a card"))
    #expect(try reader.first(where: camera) == .ended)
    try reader.send(card([67]))
    #expect(try reader.first(where: sightings).sightings.map(\.payload.bytes) == [[67]])
}

@Test("signs of life come four times a second")
func signsOfLife() throws {
    let reader = try start("read")
    _ = try reader.first(where: figures)
    let start = MonotonicTime.now
    for _ in 0..<4 { _ = try reader.first(where: figures) }
    let pause = MonotonicTime.now - start
    #expect(pause > .milliseconds(900) && pause < .milliseconds(2500))
}

@Test("it takes 250 descriptors and closes them with their source")
func manyDescriptors() throws {
    let reader = try start("read")
    try withNull { null in
        for _ in 0..<20 {
            try reader.send(
                .look(.replay(names: [String](repeating: "short", count: 250), isLooped: false, isPaced: true)),
                descriptors: [CInt](repeating: null, count: 250))
            #expect(try reader.first(where: camera) == .streaming(width: 640, height: 480, note: "a card"))
        }
    }
}
