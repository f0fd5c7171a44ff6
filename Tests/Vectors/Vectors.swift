import Foundation

/// The published vectors that nobody here made, read from the folder named by `SCAN_VECTORS`.
public enum Vectors {
    /// The folder of the vectors, or nil where there is none: then a test says that it was skipped.
    public static var folder: URL? {
        let path =
            ProcessInfo.processInfo.environment["SCAN_VECTORS"]
            ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../shared/vectors").standardized.path
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return nil
        }
        return URL(fileURLWithPath: path)
    }

    /// Why conformance tests are skipped, for `.enabled(if:)`.
    public static let comment = "set SCAN_VECTORS to the folder of the published vectors"
    public static var arePresent: Bool { folder != nil }
}
