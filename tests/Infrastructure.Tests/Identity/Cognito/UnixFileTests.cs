using System.Net.Sockets;
using Modular.Infrastructure.Identity.Cognito;

namespace Modular.Infrastructure.Tests.Identity.Cognito;

/// <summary>The sentences for an operator about a file that is no key file, or that this process may not read.</summary>
public sealed class UnixFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void An_ordinary_file_has_no_kind_and_the_owner_who_wrote_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems are not asked.");
        File.WriteAllText(_path, "");

        UnixFile.Look(_path).ShouldBe(new UnixFile(Kind: null, Environment.UserName));
    }

    [Fact]
    public void What_is_not_there_has_no_facts() => UnixFile.Look(_path).ShouldBeNull();

    [Fact]
    public void A_socket_and_a_device_are_called_by_their_kind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems are not asked.");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_path));

        UnixFile.Look(_path).ShouldNotBeNull().Kind.ShouldBe("a socket");
        UnixFile.Look("/dev/null").ShouldBe(new UnixFile("a device", "root"));
    }

    [Theory]
    [InlineData(0, "root")]
    [InlineData(1000, "ann")]
    [InlineData(2000, "user id 2000")]
    [InlineData(7, "user id 7")]
    public void An_owner_is_called_by_name_or_else_by_number(uint user, string name)
    {
        File.WriteAllText(_path, "root:x:0:0:root:/root:/bin/sh\nbroken:7\n2000:x:1001:1001::/home/two:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\nanother:x:1000:1000::/:/bin/sh\n");

        UnixFile.NameOf(user, _path).ShouldBe(name);
    }

    [Fact]
    public void Without_a_list_of_users_an_owner_is_called_by_number() => UnixFile.NameOf(1000, _path).ShouldBe("user id 1000");
}
