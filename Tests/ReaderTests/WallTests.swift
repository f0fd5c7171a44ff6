import Foundation
import Testing

/// What came of each attempt behind the named walls: 0 where it worked, else its errno.
private func attempts(behind walls: String...) throws -> [String: CInt] {
    let child = Process()
    let output = Pipe()
    child.executableURL = URL(fileURLWithPath: probe)
    child.arguments = ["walls"] + walls
    child.standardInput = FileHandle.nullDevice
    child.standardOutput = output
    try child.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    child.waitUntilExit()
    #expect(child.terminationStatus == 0)
    return Dictionary(
        uniqueKeysWithValues: text.split(separator: "\n").map {
            let words = $0.split(separator: " ")
            return (String(words[0]), CInt(words[1]) ?? -1)
        })
}

/// What only a process without walls can do.
private let forbidden = [
    "read-file", "write-file", "list-folder", "open-device", "file-status", "unix-socket", "internet-socket",
    "tcp-bind", "memory-file", "fork", "thread", "signal", "trace", "executable-memory", "made-executable",
    "namespace", "prctl", "execute",
]

@Test("without walls every attempt works: what is forbidden below is forbidden by the walls")
func noWalls() throws {
    let outcome = try attempts()
    for name in forbidden { #expect(outcome[name] == 0, "\(name)") }
    for name in ["camera-request", "gpio-request", "overlay-request"] { #expect(outcome[name] == ENOTTY, "\(name)") }
}

@Test("the filter alone stops everything, as it must on a kernel without Landlock")
func filterAlone() throws {
    let outcome = try attempts(behind: "filter")
    for name in forbidden + ["gpio-request", "terminal-request", "overlay-request", "io-uring"] {
        #expect(outcome[name] == EPERM, "\(name)")
    }
    // What it needs it has: memory, and the requests of a camera, which get as far as the device.
    #expect(outcome["plain-memory"] == 0)
    #expect(outcome["camera-request"] == ENOTTY)
}

@Test("Landlock alone stops every way to a file, and what else the kernel's ABI knows")
func landlockAlone() throws {
    let outcome = try attempts(behind: "landlock")
    let abi = try #require(outcome["abi"])
    guard abi > 0 else {
        print("this kernel has no Landlock: that wall was not tried")
        return
    }
    for name in ["read-file", "write-file", "list-folder", "open-device", "execute"] {
        #expect(outcome[name] == EACCES, "\(name)")
    }
    #expect(outcome["trace"] == EPERM)
    if abi >= 4 { #expect(outcome["tcp-bind"] == EACCES) }
    if abi >= 6 { #expect(outcome["signal"] == EPERM) }
}

@Test("both together are no weaker")
func bothWalls() throws {
    let outcome = try attempts(behind: "landlock", "filter")
    for name in forbidden { #expect(outcome[name] == EPERM, "\(name)") }
}
