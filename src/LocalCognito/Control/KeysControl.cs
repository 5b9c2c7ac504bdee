using Modular.LocalCognito.Keys;

namespace Modular.LocalCognito.Control;

/// <summary><c>POST /_local/keys/rotate</c></summary>
internal sealed class KeysControl(KeyRing keys)
{
    public Task RotateAsync(HttpContext context) => ControlRequest.AnswerAsync(context, ControlBodies.Default.RotateKeysBody, body =>
    {
        if (body.Use is not ("access" or "id"))
        {
            return "use must be access or id.";
        }

        keys.Rotate(body.Use is "access" ? KeyUse.Access : KeyUse.Id, body.RetireOld);
        return null;
    });
}
