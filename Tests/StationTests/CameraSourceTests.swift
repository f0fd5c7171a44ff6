import Foundation
import Testing
import Vocabulary

@testable import Station

@Suite struct CameraSourceTests {
    private func open(_ source: CameraSource, _ tree: CameraTree) throws -> OpenedSource {
        try source.open(
            settings: CameraSettings(), isLooped: true, isPaced: false, finder: tree.finder)
    }

    private func kind(_ text: String) throws -> CameraSource.Kind {
        try CameraSource(text, relativeTo: "/etc/gate").kind
    }

    @Test("each form says what it means; relative paths count from the configuration's folder")
    func forms() throws {
        #expect(try kind("v4l2:by-id/usb-A") == .device(.path("/dev/v4l/by-id/usb-A")))
        #expect(try kind("v4l2:by-path/pci-1") == .device(.path("/dev/v4l/by-path/pci-1")))
        #expect(try kind("v4l2:/dev/v4l/by-id/usb-A") == .device(.path("/dev/v4l/by-id/usb-A")))
        #expect(try kind("v4l2:/dev/gate-camera") == .device(.path("/dev/gate-camera")))
        #expect(try kind("v4l2:card=HD Webcam: HD") == .device(.card("HD Webcam: HD")))
        #expect(try kind("stream:/run/cam") == .stream(path: "/run/cam", width: 0, height: 0))
        #expect(
            try kind("stream:cam?width=640&height=480") == .stream(path: "/etc/gate/cam", width: 640, height: 480))
        #expect(
            try kind("stream:cam?width=640&height=480&chroma=420")
                == .stream(path: "/etc/gate/cam", width: 640, height: 480, hasChroma: true))
        #expect(try kind("replay:frames") == .replay(path: "/etc/gate/frames"))
        #expect(try kind("scene:people") == .scene(script: "/etc/gate/people"))
    }

    @Test(
        "what means nothing is refused",
        arguments: [
            "", "scene", "scene:", "v4l2", "v4l2:", "v4l2:by-id/", "v4l2:by-id/../video0", "v4l2:card=",
            "v4l2:webcam",
            "v4l2:/etc/passwd", "v4l2:/dev/video0", "v4l2:/dev/video12", "stream:", "stream:x?", "stream:x?width=640",
            "stream:x?height=480&width=640", "stream:x?width=0&height=480", "stream:?width=640&height=480",
            "stream:x?width=640&height=480&chroma=444", "stream:x?width=640&height=480&rate=1", "replay:",
            "webcam:0",
        ])
    func nonsense(text: String) {
        #expect(throws: CameraSourceFault.self) { try CameraSource(text, relativeTo: "/") }
    }

    @Test("a camera by number is refused with the names that stay")
    func number() throws {
        let tree = try CameraTree()
        try tree.add(node: "video0", card: "HD Webcam", link: "usb-A-video-index0")
        #expect {
            try CameraSource("v4l2:/dev/video0", relativeTo: "/", finder: tree.finder)
        } throws: {
            "\($0)".contains("v4l2:by-id/usb-A-video-index0") && "\($0)".contains("v4l2:card=HD Webcam")
        }
    }

    @Test("a device and a stream are real, a replay and the scene are not")
    func real() throws {
        let texts = ["v4l2:card=A", "stream:x", "replay:x", "scene:x"]
        #expect(try texts.map { try CameraSource($0, relativeTo: "/").isReal } == [true, true, false, false])
    }

    @Test("a device is opened read-write, non-blocking and closed on exec, and closed when the source goes")
    func device() throws {
        let tree = try CameraTree()
        try tree.add(node: "video0", card: "HD")
        let source = try CameraSource("v4l2:card=HD", relativeTo: "/")
        let descriptor: CInt
        do {
            let opened = try open(source, tree)
            #expect(opened.description == .device(CameraSettings()))
            #expect(opened.descriptors.count == 1)
            descriptor = opened.descriptors[0]
            #expect(fcntl(descriptor, F_GETFL) & (O_ACCMODE | O_NONBLOCK) == O_RDWR | O_NONBLOCK)
            #expect(fcntl(descriptor, F_GETFD) == FD_CLOEXEC)
        }
        // Another test may have been given the number since, but not for this device.
        var (status, full) = (stat(), stat())
        stat("/dev/full", &full)
        #expect(fstat(descriptor, &status) == -1 || status.st_rdev != full.st_rdev)
    }

    @Test("what is no device is not opened as one, and a missing one is absent")
    func noDevice() throws {
        let tree = try CameraTree()
        try tree.add(node: "video0", card: "HD")
        try FileManager.default.removeItem(atPath: "\(tree.root)/dev/video0")
        let source = try CameraSource("v4l2:card=HD", relativeTo: "/")
        #expect(cameraFault { _ = try open(source, tree) }?.kind == .absent)
        try tree.write("", to: "dev/video0")
        #expect(cameraFault { _ = try open(source, tree) }?.kind == .unusable)
    }

    @Test("a pipe is opened without waiting for its writer")
    func pipe() throws {
        let tree = try CameraTree()
        #expect(mkfifo("\(tree.root)/pipe", 0o600) == 0)
        let opened = try open(try CameraSource("stream:pipe?width=64&height=48", relativeTo: tree.root), tree)
        #expect(opened.description == .stream(width: 64, height: 48))
        #expect(opened.descriptors.count == 1)
    }

    @Test("a folder is replayed by name, pictures and films only, and only as many as can be handed over")
    func folder() throws {
        let tree = try CameraTree()
        try tree.add(folder: "frames")
        let source = try CameraSource("replay:frames", relativeTo: tree.root)
        #expect(cameraFault { _ = try open(source, tree) }?.kind == .unusable)
        for name in ["b.PNG", "a.y4m", "c.jpg", "README.md"] { try tree.write(name, to: "frames/\(name)") }
        let opened = try open(source, tree)
        #expect(opened.description == .replay(names: ["a.y4m", "b.PNG", "c.jpg"], isLooped: true, isPaced: false))
        let contents = opened.descriptors.map { descriptor in
            var bytes = [UInt8](repeating: 0, count: 16)
            let count = read(descriptor, &bytes, 16)
            return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        }
        #expect(contents == ["a.y4m", "b.PNG", "c.jpg"])
        for number in 0..<248 { try tree.write("", to: "frames/\(number).pgm") }
        #expect(cameraFault { _ = try open(source, tree) }?.kind == .unusable)
    }

    @Test("a single file is replayed whatever it is called; a missing one is absent")
    func file() throws {
        let tree = try CameraTree()
        try tree.write("x", to: "film")
        let opened = try open(try CameraSource("replay:film", relativeTo: tree.root), tree)
        #expect(opened.description == .replay(names: ["film"], isLooped: true, isPaced: false))
        let missing = try CameraSource("replay:none", relativeTo: tree.root)
        #expect(cameraFault { _ = try open(missing, tree) }?.kind == .absent)
    }

    @Test("the scene has its acts and no descriptor")
    func scene() throws {
        let tree = try CameraTree()
        try tree.write("paper SP1:A B\nnothing\nphone x", to: "people")
        let opened = try open(try CameraSource("scene:people", relativeTo: tree.root), tree)
        let acts = [
            SceneAct(manner: .paper, payload: Array("SP1:A B".utf8)), SceneAct(manner: .nothing, payload: []),
            SceneAct(manner: .phone, payload: Array("x".utf8)),
        ]
        #expect(opened.description == .scene(acts))
        #expect(opened.descriptors.isEmpty)
    }

    @Test(
        "what is no scene is named with its line",
        arguments: [
            ("phone x\nflying y", "people:2: begins with none of phone, paper,"), ("", "people: 0 lines"),
            (String(repeating: "nothing\n", count: 33), "people: 33 lines"),
        ])
    func noScene(script: String, what: String) throws {
        let tree = try CameraTree()
        try tree.write(script, to: "people")
        let source = try CameraSource("scene:people", relativeTo: tree.root)
        let fault = cameraFault { _ = try open(source, tree) }
        #expect(fault?.kind == .unusable && fault?.what.contains(what) == true)
    }
}
