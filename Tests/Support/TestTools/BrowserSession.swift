import Foundation

/// Chromium without a window and without network, asked through pipes: the DevTools protocol.
public final class BrowserSession {
  /// The browser; tests that need it are skipped where there is none, and fail where all tools are demanded.
  public static let tool = TestTool("chromium", "chromium-browser", "google-chrome")

  private let process = Process()
  private let (requests, answers) = (Pipe(), Pipe())
  private let folder: URL
  private var (number, rest) = (0, Data())
  private var session: String?
  /// What was asked of the network since the browser was started, and what it complained of.
  public private(set) var (addresses, complaints): ([String], [String]) = ([], [])

  /// What the browser refused, or said of itself.
  public struct Refusal: Error, CustomStringConvertible {
    public let description: String
  }

  /// A browser with one empty page.
  public init() throws {
    guard let program = Self.tool.path else { throw TestTool.Missing(name: "chromium") }
    folder = FileManager.default.temporaryDirectory.appending(path: "plumb-browser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    process.executableURL = URL(filePath: "/bin/sh")
    // The protocol's descriptors are 3 for what the browser reads and 4 for what it writes.
    process.arguments = [
      "-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1", program, "--headless", "--no-sandbox",
      "--disable-gpu", "--remote-debugging-pipe", "--user-data-dir=\(folder.path(percentEncoded: false))",
      "--host-resolver-rules=MAP * ~NOTFOUND", "about:blank",
    ]
    (process.standardInput, process.standardOutput) = (requests, answers)
    try process.run()
    let target = try ask("Target.createTarget", ["url": "about:blank"])["targetId"] as? String ?? ""
    session = try ask("Target.attachToTarget", ["targetId": target, "flatten": true])["sessionId"] as? String
  }

  nonisolated(unsafe) private static var lasting: BrowserSession?

  /// A browser that stays until the tests end, for suites whose tests come one after the other: starting one takes longer than
  /// most tests. What an earlier test saw is forgotten.
  public static func kept() throws -> BrowserSession {
    if let lasting, lasting.process.isRunning {
      (lasting.addresses, lasting.complaints) = ([], [])
      return lasting
    }
    if lasting == nil { atexit { BrowserSession.lasting = nil } }
    let browser = try BrowserSession()
    lasting = browser
    return browser
  }

  deinit {
    // The browser ends with the pipe that it is asked through.
    try? requests.fileHandleForWriting.close()
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }

  /// Sends a command of the protocol and waits for what it gives, at most so many seconds: what was asked of a page that is
  /// gone meanwhile may have no answer.
  @discardableResult public func ask(
    _ method: String, _ parameters: [String: Any] = [:], within seconds: Double = 60
  ) throws -> [String: Any] {
    number += 1
    var message: [String: Any] = ["id": number, "method": method, "params": parameters]
    if let session { message["sessionId"] = session }
    try requests.fileHandleForWriting.write(contentsOf: try JSONSerialization.data(withJSONObject: message) + [0])
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
      guard let answer = try next(until: deadline) else { throw Refusal(description: "\(method) has no answer") }
      guard answer["id"] as? Int == number else {
        note(answer)
        continue
      }
      if let error = answer["error"] { throw Refusal(description: "\(method): \(error)") }
      return answer["result"] as? [String: Any] ?? [:]
    }
  }

  private func note(_ event: [String: Any]) {
    let details = event["params"] as? [String: Any] ?? [:]
    switch event["method"] as? String {
    case "Network.requestWillBeSent":
      let address = (details["request"] as? [String: Any])?["url"] as? String ?? ""
      if !["file:", "data:", "about:"].contains(where: address.hasPrefix) { addresses.append(address) }
    case "Log.entryAdded", "Runtime.exceptionThrown": complaints.append("\(details)")
    default: break
    }
  }

  /// The next message, events among them; nil at the end, and when none comes in time.
  private func next(until deadline: ContinuousClock.Instant) throws -> [String: Any]? {
    var looked = 0  // A printed page is megabytes of one message: its bytes are looked at once.
    while true {
      if let end = rest.offset(ofZeroFrom: looked) {
        let message = rest.prefix(end)
        rest = Data(rest.dropFirst(end + 1))
        return try JSONSerialization.jsonObject(with: message) as? [String: Any] ?? [:]
      }
      looked = rest.count
      var request = pollfd(fd: answers.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
      let left = (deadline - .now) / .milliseconds(1)
      guard left > 0, poll(&request, 1, Int32(left + 1)) > 0 else { return nil }
      let piece = answers.fileHandleForReading.availableData
      if piece.isEmpty { return nil }
      rest += piece
    }
  }

  /// Opens a file and waits until it is there.
  public func open(_ file: URL, fragment: String = "") throws {
    for domain in ["Page", "Network", "Log", "Runtime"] { try ask("\(domain).enable") }
    try ask("Page.navigate", ["url": "about:blank"])
    try ask("Page.navigate", ["url": file.absoluteString + (fragment.isEmpty ? "" : "#" + fragment)])
    for _ in 0..<2_000 {
      // Between two pages there is none to ask.
      if (try? evaluate("document.readyState + location.protocol")) == "completefile:" { return }
      usleep(10_000)
    }
    throw Refusal(description: "\(file.lastPathComponent) is not there after 20 seconds")
  }

  /// What an expression comes to in the page, as text.
  ///
  /// - Throws: ``Refusal`` where the script throws.
  public func evaluate(_ script: String) throws -> String {
    let answer = try ask("Runtime.evaluate", ["expression": "String(\(script))", "awaitPromise": true], within: 10)
    if let wrong = answer["exceptionDetails"] { throw Refusal(description: "\(script): \(wrong)") }
    return (answer["result"] as? [String: Any])?["value"] as? String ?? ""
  }

  /// Whether an expression comes to be true within five seconds: what follows on a click may take a moment.
  public func becomes(_ script: String) throws -> Bool {
    for _ in 0..<250 {
      if try evaluate(script) == "true" { return true }
      usleep(20_000)
    }
    return false
  }

  /// Presses the mouse in the middle of the first element that `selector` finds, as a reader would.
  public func click(_ selector: String) throws {
    let place = try evaluate(
      """
      (() => { const found = document.querySelector(`\(selector)`); found.scrollIntoView({block: "center"});
        const box = found.getClientRects()[0]; return [box.x + box.width / 2, box.y + box.height / 2]; })()
      """
    ).split(separator: ",").compactMap { Double($0) }
    guard place.count == 2 else { throw Refusal(description: "\(selector) cannot be seen") }
    for type in ["mousePressed", "mouseReleased"] {
      try ask(
        "Input.dispatchMouseEvent", ["type": type, "x": place[0], "y": place[1], "button": "left", "clickCount": 1])
    }
  }

  /// Types into what has the focus.
  public func type(_ text: String) throws { try ask("Input.insertText", ["text": text]) }

  /// Presses a key with a name.
  public func press(_ key: String, code: Int) throws {
    for type in ["keyDown", "keyUp"] {
      try ask(
        "Input.dispatchKeyEvent",
        ["type": type, "key": key, "code": key, "windowsVirtualKeyCode": code, "text": key == "Enter" ? "\r" : ""])
    }
  }

  /// The size of the window in CSS pixels, and whether the reader wants dark pages.
  public func show(width: Int, height: Int = 900, isDark: Bool = false) throws {
    try ask(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600])
    try ask(
      "Emulation.setEmulatedMedia",
      ["features": [["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"]]])
  }

  /// Forbids or allows the page's own scripts; what ``evaluate(_:)`` asks still runs.
  public func setScripts(_ areAllowed: Bool) throws {
    try ask("Emulation.setScriptExecutionDisabled", ["value": !areAllowed])
  }

  /// The page on paper, as a PDF.
  public func printed() throws -> Data {
    let answer = try ask("Page.printToPDF", ["printBackground": true, "preferCSSPageSize": true])
    return (answer["data"] as? String).flatMap { Data(base64Encoded: $0) } ?? Data()
  }

  /// The pages that ``printed()`` has: objects of the type `Page`, by their bytes, since texts of megabytes are slow.
  public func printedPages() throws -> Int {
    let (pdf, mark) = (try printed(), Data("/Type /Page".utf8))
    var (count, rest) = (0, pdf.startIndex..<pdf.endIndex)
    while let found = pdf.range(of: mark, in: rest) {
      if found.upperBound < pdf.endIndex, pdf[found.upperBound] != UInt8(ascii: "s") { count += 1 }
      rest = found.upperBound..<pdf.endIndex
    }
    return count
  }

  /// What the window shows, as a PNG.
  public func picture() throws -> Data {
    let answer = try ask("Page.captureScreenshot", ["format": "png"])
    return (answer["data"] as? String).flatMap { Data(base64Encoded: $0) } ?? Data()
  }
}

extension Data {
  /// Where the first zero byte stands, from `start` on, counted from the beginning.
  fileprivate func offset(ofZeroFrom start: Int) -> Int? {
    withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, start < bytes.count,
        let found = memchr(base + start, 0, bytes.count - start)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }
}
