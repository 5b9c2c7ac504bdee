using Microsoft.EntityFrameworkCore.Migrations;

namespace Modular.NextRelease;

/// <summary>Takes something away that programs do without since <see cref="Expand"/>.</summary>
[Migration("20990201000000_Contract")]
internal sealed class Contract : Infrastructure.Database.Schema.SchemaMigration
{
    public override string ServesFrom => "20990101000000_Expand";

    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP INDEX \"IX_orders_gift_note\"");
}
